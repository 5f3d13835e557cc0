import Foundation
import PackagePlugin

/// Runs `EmbedProfiles` over `Profiles/` so that a copied binary carries every record kind, check and profile.
@main
struct EmbedProfilesPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let root = context.package.directoryURL
    let profiles = root.appending(path: "Profiles")
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedProfiles.swift")
    let files = FileManager.default.enumerator(at: profiles, includingPropertiesForKeys: nil)?
      .compactMap { $0 as? URL }
      .filter { ["yaml", "yml", "json", "md"].contains($0.pathExtension) }
      .sorted { $0.path < $1.path }
    return [
      .buildCommand(
        displayName: "Embed profiles",
        executable: try context.tool(named: "EmbedProfiles").url,
        arguments: [profiles.path, output.path],
        inputFiles: files ?? [],
        outputFiles: [output])
    ]
  }
}
