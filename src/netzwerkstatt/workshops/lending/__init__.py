"""A workshop is lent to a room server and comes back: what is carried, in what, and how it is put down."""
