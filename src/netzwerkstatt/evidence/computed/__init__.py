"""Cards of what is computed: pyramids, fans, key figures, scenarios. The question is kept, so that it can be computed again."""
