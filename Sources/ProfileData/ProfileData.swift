// The generated `EmbeddedProfiles` stands beside this file at build time.
