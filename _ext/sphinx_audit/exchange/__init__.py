"""The register in the formats of other tools."""
