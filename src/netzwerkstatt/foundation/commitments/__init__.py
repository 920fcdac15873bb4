"""Who does what until when: commitments on any item, with the history of their states."""
