"""The ways by which a message goes: one module each, with `send`, which raises NotSent."""
