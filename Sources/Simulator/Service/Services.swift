import RDSExports

/// The accounts and regions behind one port. A request goes to the one whose access key signed it,
/// in the region that it was signed for, as at AWS.
struct Services: Sendable {
  private struct Place: Hashable {
    var accessKeyID: String
    var region: String
  }

  let all: [Service]
  private let byPlace: [Place: Service]

  /// - Parameter all: Not empty; the first answers what no other does.
  init(_ all: [Service]) {
    self.all = all
    byPlace = Dictionary(
      all.map { (Place(accessKeyID: $0.options.accessKeyID, region: $0.options.region), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  func answer(_ request: Request) -> Reply { service(of: request).answer(request) }

  func tooLong() -> Reply { all[0].tooLong() }

  private func service(of request: Request) -> Service {
    guard all.count > 1, let header = request.header("authorization"),
      let authorization = try? Authorization(header, hasDate: true)
    else { return all[0] }
    let place = Place(
      accessKeyID: authorization.accessKeyID, region: authorization.scope.region)
    // STS is asked in a region of its own, too.
    return byPlace[place] ?? all.first { $0.options.accessKeyID == place.accessKeyID } ?? all[0]
  }

  /// The service of an account in a region; nil where there is none.
  func service(of account: String, in region: String) -> Service? {
    all.first { $0.options.account == account && $0.options.region == region }
  }
}
