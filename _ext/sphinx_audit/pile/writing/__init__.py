"""What documents say, written down as pages of a handbook."""
