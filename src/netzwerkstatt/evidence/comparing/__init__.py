"""Places beside each other: cities × indicators × years as small pictures on one scale, refused where definitions differ."""
