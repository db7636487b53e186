"""The terms of an exchange: from a file of their author to what is shown before they are signed."""
