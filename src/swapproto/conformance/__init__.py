"""The conformance suite, which tests another implementation: ``python -m swapproto.conformance RUNNER``. Spec 16."""
