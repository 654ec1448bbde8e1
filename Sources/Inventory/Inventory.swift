import AWSCore
import Ground
import Planning

/// Looks up in AWS what a new export needs: what can be exported, and where to.
///
/// It remembers nothing, and sends one request at a time for each lookup. Cancelling the calling task
/// reaches the socket.
public struct Inventory: LookingUp {
  /// Makes a client for a service, in the region that is looked at.
  public typealias Clients = @Sendable (AWSService) async throws(AWSError) -> any AWSCalling

  private let clients: Clients
  private let account: @Sendable () async -> String?
  private let timekeeper: any Timekeeper

  /// - Parameters:
  ///   - account: The caller's, twelve digits; nil where it can't be told.
  ///   - timekeeper: For the rests between pages that bring nothing.
  public init(
    clients: @escaping Clients, account: @escaping @Sendable () async -> String?,
    timekeeper: any Timekeeper
  ) {
    self.clients = clients
    self.account = account
    self.timekeeper = timekeeper
  }

  public func look(
    _ lookup: Lookup, _ take: @Sendable (FoundPage) -> Void
  ) async throws(LookupProblem) {
    switch lookup {
    case .dbSnapshots(let name): try await ask(DescribeDBSnapshots(name: name), take)
    case .dbClusterSnapshots(let name):
      try await ask(DescribeDBClusterSnapshots(name: name), take)
    case .dbClusters(let name): try await ask(DescribeDBClusters(name: name), take)
    case .buckets: try await ask(ListBuckets(), take)
    case .bucket(let name): try await head(name, take)
    case .publicAccess(let bucket): try await ask(GetPublicAccessBlock(bucket: bucket), take)
    case .objectLock(let bucket): try await ask(GetObjectLockConfiguration(bucket: bucket), take)
    case .roles: try await ask(ListRoles(), take)
    case .role(let name): try await ask(GetRole(name: name), take)
    case .permissions(let question):
      try await ask(SimulatePrincipalPolicy(question: question), take)
    case .keyAliases: try await ask(ListAliases(), take)
    case .keys: try await ask(ListKeys(), take)
    case .key(let name): try await ask(DescribeKey(name: name), take)
    case .caller: try await ask(GetCallerIdentity(), take)
    }
  }

  private func head(
    _ bucket: String, _ take: @Sendable (FoundPage) -> Void
  ) async throws(LookupProblem) {
    let owner = await account()
    try await ask(HeadBucket(bucket: bucket, owner: owner), take)
  }

  /// Asks for all pages of an operation.
  private func ask<Asked: LookupOperation>(
    _ operation: Asked, _ take: @Sendable (FoundPage) -> Void
  ) async throws(LookupProblem) {
    do throws(AWSError) {
      let client = try await clients(operation.service)
      try await PageTurner(client: client, timekeeper: timekeeper).turn(operation, take)
    } catch {
      throw LookupProblem(error)
    }
  }
}
