"""What is known of a place: its people now and later, key figures beside others, cities that are alike.

basis.py    from the store to what a projection starts from, with every estimate named
alike.py    twins and contrast city, with reasons
actions.py  ask for a projection; tasks.py makes it in the worker
queries.py  what a profile's page shows; drawing.py its charts; document.py the Kommunalprofil on paper
"""
