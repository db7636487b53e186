"""What a party signs, from what they asked for to what is written."""
