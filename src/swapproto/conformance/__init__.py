"""Does another implementation do what the specification says? ``python -m swapproto.conformance RUNNER``. Spec 16."""
