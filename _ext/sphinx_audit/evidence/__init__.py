"""What the model cannot know: files, git, records of sign-offs; asked here alone."""
