"""What the demonstration shows: made-up people."""
