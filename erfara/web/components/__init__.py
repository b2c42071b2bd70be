"""The components, by what they are for. The props are the signatures."""
