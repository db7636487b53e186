"""Reports: what they show, as data that the command line and pages are made of, and the verifier that anyone can run.

Nothing here decides what is proven.
"""
