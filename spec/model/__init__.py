"""A model of the two-sided exchange, checked in every state that small cases can reach: see README.md."""
