"""The public API: what everybody may read, for programs. Rooms say what they give (`api.py`), this puts it together."""
