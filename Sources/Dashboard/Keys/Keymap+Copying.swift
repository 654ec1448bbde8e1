import Canvas

extension Keymap {
  /// The letters of the copy menu.
  static let copying: [Entry] = [
    Entry(
      .copyIdentifier, [.character("y")], in: [.copy], hint: "identifier",
      help: "copy the task's identifier", hintPriority: 1),
    Entry(
      .copyArn, [.character("a")], in: [.copy], hint: "source's ARN",
      help: "copy the ARN of the task's source", hintPriority: 1),
    Entry(
      .copyLocation, [.character("s")], in: [.copy], hint: "S3 URI",
      help: "copy the S3 URI of the folder that the task writes to", hintPriority: 1),
    Entry(
      .copyJSON, [.character("j")], in: [.copy], hint: "JSON", help: "copy the task as JSON",
      hintPriority: 1),
    Entry(
      .copyFailure, [.character("f")], in: [.copy], hint: "what failed",
      help: "copy what went wrong, what it means and what to check, as text", hintPriority: 1),
    Entry(
      .copyStartCommand, [.character("c")], in: [.copy], hint: "start command",
      help: "copy the aws command that starts this export", hintPriority: 1),
    Entry(
      .copyDescribeCommand, [.character("d")], in: [.copy], hint: "describe command",
      help: "copy the aws command that describes this export", hintPriority: 2),
    Entry(
      .copyConsole, [.character("u")], in: [.copy], hint: "console's URL",
      help: "copy the address of the exports in AWS's console", hintPriority: 2),
    Entry(
      .copyRolePolicy, [.character("p")], in: [.copy], hint: "role's policy",
      help: "copy the policy that the role lacked"),
    Entry(
      .copyTrustPolicy, [.character("t")], in: [.copy], hint: "trust policy",
      help: "copy the trust policy that the role lacked"),
    Entry(
      .copyKeyPolicy, [.character("k")], in: [.copy], hint: "key's statement",
      help: "copy the statement that the KMS key's policy lacked"),
    Entry(
      .closeOne, [.escape, .character("q")], in: [.copy], hint: "close",
      help: "close the menu and copy nothing, as any other key does", hintPriority: 0),
  ]
}
