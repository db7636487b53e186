"""CSV tables: read, with any delimiter, if there is only one way to read them, and written as RFC 4180."""
