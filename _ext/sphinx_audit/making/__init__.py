"""What a new project and a new plan consist of, and how their files are written."""
