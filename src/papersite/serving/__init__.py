"""The live preview: what is watched, which edition is shown, how a browser asks for it and is told of changes."""
