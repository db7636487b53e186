"""Pages for people with a browser: the verifier that anyone can run. Nothing here decides what is proven."""
