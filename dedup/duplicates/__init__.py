"""The arm that finds repeats: one file per arrow of the flow."""
