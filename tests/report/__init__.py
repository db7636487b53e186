"""Tests of the pages, and of the verifier in JavaScript, which shares nothing with the package but the sentences."""
