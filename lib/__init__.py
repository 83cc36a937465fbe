"""The municipality's rules, typed, with no knowledge of the screen."""
