"""What people follow, what they are told, and the mails that carry it."""
