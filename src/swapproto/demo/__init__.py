"""The demonstration: made-up people, and the story of two sides who exchange lists of them."""
