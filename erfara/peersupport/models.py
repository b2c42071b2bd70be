"""The models of all parts, where Django looks for them. Each stands in its part's folder."""
