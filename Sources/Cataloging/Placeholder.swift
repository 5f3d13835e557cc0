// Placeholder until the first file of this stage stands.
