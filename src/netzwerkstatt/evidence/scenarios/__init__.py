"""What if: assumptions that people move with sliders, what comes of them, and scenarios that they name and discuss.

forms.py    the sliders; choosing two scenarios
drawing.py  scenario beside the middle path; services beside them
actions.py  a scenario is named and kept with its futures
"""
