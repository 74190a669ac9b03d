"""What ``sphinx-audit sign`` does: look at git, write page and record."""
