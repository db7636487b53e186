"""Evidence of time that other people give: stamps of RFC 3161, whose clocks they are, and a public beacon. Spec 18."""
