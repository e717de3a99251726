"""The arm that mends breaks and characters."""
