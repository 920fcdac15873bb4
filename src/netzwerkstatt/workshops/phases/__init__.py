"""What a phase can be. Each kind is one object in one file; `declare` makes all of them known, at start."""
