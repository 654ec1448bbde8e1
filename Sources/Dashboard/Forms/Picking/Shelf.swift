import FoundationEssentials
import Planning
import RDSExports

/// Everything that AWS has listed of one kind at one site, in the order in which it is offered. It
/// grows with each page.
struct Shelf: Sendable {
  let kind: ShelfKind
  /// Where an export would be: what is elsewhere comes last.
  let region: String
  private(set) var offers: [Offer] = []
  private(set) var texts = FoldedTexts()
  /// Indexes of offers as they are shown.
  private(set) var order: [Int32] = []
  private var ranks: [Rank] = []
  /// Of sources: the newest first.
  private var byDate: [Int32] = []
  private var places: [String: Int32] = [:]
  private var databases: [String: Int] = [:]
  /// Keys that an alias stands for: they are offered once.
  private var namedKeys: Set<String> = []
  /// What offers a key, by the key's identifier.
  private var ofKey: [String: [Int32]] = [:]
  /// Those that KMS was asked about.
  private(set) var describedKeys: Set<String> = []

  private struct Rank {
    /// The lowest first.
    var group = 0
    /// The highest first.
    var date = Date.distantPast
    var database = 0
    var isCluster = false
    /// Another account's.
    var isForeign = false
    var isGood = true
  }

  init(_ kind: ShelfKind, region: String) {
    self.kind = kind
    self.region = region
  }

  func offer(of value: String) -> Offer? { places[value].map { offers[Int($0)] } }

  func index(of value: String) -> Int32? { places[value] }

  /// The snapshot or cluster of an ARN.
  func source(of arn: String) -> ExportSource? {
    if case .source(let source)? = offer(of: arn)?.subject { source } else { nil }
  }

  /// The snapshots and clusters among them.
  var sources: [ExportSource] {
    offers.compactMap { if case .source(let source) = $0.subject { source } else { nil } }
  }

  /// Takes in a page. What is there already, under its own name, isn't offered twice.
  mutating func append(_ found: Found) {
    switch found {
    case .sources(let sources):
      for source in sources { append(Offer(subject: .source(source), value: source.arn)) }
    case .buckets(let buckets):
      for bucket in buckets { append(Offer(subject: .bucket(bucket), value: bucket.name)) }
    case .roles(let roles):
      for role in roles { append(Offer(subject: .role(role), value: role.arn)) }
    case .keyAliases(let aliases):
      for alias in aliases {
        append(Offer(subject: .alias(alias), value: alias.name))
        if let key = alias.keyID { namedKeys.insert(key) }
      }
    case .keys(let keys):
      for key in keys { append(Offer(subject: .key(key), value: key.arn)) }
    case .key(let key): describe(key)
    case .bucket, .publicAccess, .objectLock, .permissions, .caller: return
    }
    arrange()
  }

  /// Notes what KMS says of a key, with all that offers it.
  private mutating func describe(_ key: EncryptionKey) {
    guard let offering = ofKey[key.id] else { return }
    describedKeys.insert(key.id)
    for index in offering {
      offers[Int(index)].key = key
      ranks[Int(index)] = rank(of: offers[Int(index)])
    }
  }

  /// What offers a key of which no more is known than that it is there, as it is offered.
  var undescribedKeys: [String] {
    order.lazy.map { offers[Int($0)] }.filter { offer in
      offer.key == nil && offer.objection(in: region) == nil
    }.map(\.value)
  }

  private mutating func append(_ offer: Offer) {
    guard places[offer.value] == nil else { return }
    places[offer.value] = Int32(offers.count)
    if let key = offer.keyID { ofKey[key, default: []].append(Int32(offers.count)) }
    texts.append(offer.text)
    ranks.append(rank(of: offer))
    if kind == .sources {
      byDate.append(Int32(offers.count))
    } else {
      order.append(Int32(offers.count))
    }
    offers.append(offer)
  }

  private mutating func rank(of offer: Offer) -> Rank {
    var rank = Rank()
    rank.isGood = offer.objection(in: region) == nil
    switch offer.subject {
    case .source(let source):
      rank.date = source.createdAt ?? .distantPast
      rank.isCluster = source.kind == .dbCluster
      rank.isForeign = ["shared", "public"].contains(source.snapshotType)
      let number = databases.count
      rank.database = databases[source.database, default: number]
      databases[source.database] = rank.database
    case .bucket(let bucket): rank.group = rank.isGood ? bucket.region == nil ? 1 : 0 : 2
    case .role(let role): rank.group = rank.isGood ? role.trustsExports == nil ? 1 : 0 : 2
    case .alias: rank.group = rank.isGood ? 0 : 2
    case .key: rank.group = rank.isGood ? 1 : 2
    case .value: break
    }
    return rank
  }

  private mutating func arrange() {
    let (ranks, offers) = (ranks, offers)
    guard kind == .sources else {
      order.sort { one, other in
        let (first, second) = (ranks[Int(one)].group, ranks[Int(other)].group)
        return first == second
          ? offers[Int(one)].name < offers[Int(other)].name : first < second
      }
      if kind == .keys { order = order.filter { !isNamed($0) } }
      return
    }
    byDate.sort { one, other in
      let (first, second) = (ranks[Int(one)].date, ranks[Int(other)].date)
      return first == second ? one < other : first > second
    }
    putNewestFirst()
  }

  /// A key that has an alias is offered by it.
  private func isNamed(_ index: Int32) -> Bool {
    if case .key(let key) = offers[Int(index)].subject { namedKeys.contains(key.id) } else { false }
  }

  /// The newest snapshot of each database first, then the clusters, then the rest. What other accounts
  /// share comes after what is the account's own, and what can't be exported last.
  private mutating func putNewestFirst() {
    var newest: [Int32] = []
    var clusters: [Int32] = []
    var rest: [Int32] = []
    var foreign: [Int32] = []
    var bad: [Int32] = []
    rest.reserveCapacity(byDate.count)
    var isSeen = [Bool](repeating: false, count: databases.count)
    for index in byDate {
      let rank = ranks[Int(index)]
      if !rank.isGood {
        bad.append(index)
      } else if rank.isForeign {
        foreign.append(index)
      } else if rank.isCluster {
        clusters.append(index)
      } else if !isSeen[rank.database] {
        isSeen[rank.database] = true
        newest.append(index)
      } else {
        rest.append(index)
      }
    }
    order = newest + clusters + rest + foreign + bad
  }
}
