"""What is remembered, by the value of all it depends on: between builds on disk, between a preview's rounds in memory."""
