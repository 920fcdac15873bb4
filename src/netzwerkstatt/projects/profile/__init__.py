"""The Steckbrief: its blocks and fields, what the project knows of them already, its content, its document."""
