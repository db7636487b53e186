"""What files prove, line by line."""
