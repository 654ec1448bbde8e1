import Foundation
import Planning
import Testing

@testable import Dashboard

/// Finding one of many by parts of its name.
@Suite struct OfferSearchTests {
  private static func shelf(_ sources: [ExportSource]) -> Shelf {
    var shelf = Shelf(.sources, region: "eu-west-1")
    shelf.append(.sources(sources))
    return shelf
  }

  private static let some = shelf([
    snapshot("rds:orders-prod-2026-11-28-01-00", of: "orders-prod", hours: 6),
    snapshot("rds:orders-prod-2026-11-27-01-00", of: "orders-prod", hours: 30),
    snapshot("Orders-Test", of: "orders-test", hours: 2),
    snapshot("stock", of: "stock-prod", hours: 3, engine: "mysql"),
  ])

  private static func found(_ query: String) -> [String] {
    var search = OfferSearch()
    search.update(query, in: some.texts, order: some.order)
    return search.rows.map { some.offers[Int($0)].name }
  }

  @Test func `words match any part in any order, in any case`() {
    #expect(
      Self.found("ord prod")
        == ["rds:orders-prod-2026-11-28-01-00", "rds:orders-prod-2026-11-27-01-00"])
    #expect(Self.found("PROD 11-28 ord") == ["rds:orders-prod-2026-11-28-01-00"])
    #expect(Self.found("orders test") == ["Orders-Test"])
    #expect(Self.found("mysql") == ["stock"])
    #expect(Self.found("  ").count == 4)
    #expect(Self.found("nothing") == [])
  }

  @Test func `the newest of each database comes first, and last what can't be exported`() {
    let cluster = ExportSource(
      kind: .dbCluster, arn: "arn:aws:rds:eu-west-1:123456789012:cluster:billing",
      identifier: "billing", database: "billing", engine: "aurora-mysql", status: "available")
    let shelf = Self.shelf([
      snapshot("a-old", of: "a", hours: 90), cluster,
      snapshot("a-creating", of: "a", hours: 0.1, status: "creating"),
      snapshot("a-new", of: "a", hours: 5), snapshot("b-only", of: "b", hours: 9),
      snapshot("a-mid", of: "a", hours: 20),
    ])
    #expect(
      shelf.order.map { shelf.offers[Int($0)].name }
        == ["a-new", "b-only", "billing", "a-mid", "a-old", "a-creating"])
  }

  /// Forty thousand snapshots: what a key costs is counted, not timed.
  @Test func `a key looks only at what the keys before it left, and a page only at itself`() {
    let many = (0..<40_000).map {
      snapshot("rds:db\($0 % 400)-2026-\($0)", of: "db\($0 % 400)", hours: Double($0))
    }
    var shelf = Self.shelf(Array(many[..<39_900]))
    var search = OfferSearch()
    search.update("", in: shelf.texts, order: shelf.order)
    search.update("d", in: shelf.texts, order: shelf.order)
    #expect(search.looked <= 39_900)
    search.update("db39", in: shelf.texts, order: shelf.order)
    let left = search.rows.count
    #expect(left < 2_000)
    search.update("db39 7", in: shelf.texts, order: shelf.order)
    #expect(search.looked == left)
    let before = search.rows
    shelf.append(.sources(Array(many[39_900...])))
    search.update("db39 7", in: shelf.texts, order: shelf.order)
    #expect(search.looked == 100)
    var anew = OfferSearch()
    anew.update("db39 7", in: shelf.texts, order: shelf.order)
    #expect(search.rows == anew.rows && search.rows.count >= before.count)
    // Less was typed: everything can match again.
    search.update("db3", in: shelf.texts, order: shelf.order)
    anew.update("db3", in: shelf.texts, order: shelf.order)
    #expect(search.rows == anew.rows)
  }

  @Test func `what an export can't use comes last, and is offered with the reason`() {
    var buckets = Shelf(.buckets, region: "eu-west-1")
    buckets.append(
      .buckets([
        Bucket(name: "a-far", region: "us-east-1"), Bucket(name: "b-unknown"),
        Bucket(name: "c-near", region: "eu-west-1"),
      ]))
    #expect(
      buckets.order.map { buckets.offers[Int($0)].name } == ["c-near", "b-unknown", "a-far"])
    #expect(buckets.offers[0].objection(in: "eu-west-1") == "it is in us-east-1")
    var roles = Shelf(.roles, region: "eu-west-1")
    roles.append(
      .roles([
        IAMRole(arn: "arn:aws:iam::1:role/a", name: "a", trustsExports: false),
        IAMRole(arn: "arn:aws:iam::1:role/b", name: "b", trustsExports: true),
      ]))
    #expect(roles.order.map { roles.offers[Int($0)].name } == ["b", "a"])
    #expect(roles.offers[0].objection(in: "")?.contains("export.rds.amazonaws.com") == true)
  }

  @Test func `a key that has an alias is offered by it, whichever was listed first`() {
    let key = ListedKey(id: "k1", arn: "arn:aws:kms:eu-west-1:1:key/k1")
    let alias = KeyAlias(
      name: "alias/exports", arn: "arn:aws:kms:eu-west-1:1:alias/exports", keyID: "k1")
    let own = KeyAlias(name: "alias/aws/rds", arn: "x", keyID: "k2")
    for pages in [
      [Found.keys([key]), .keyAliases([own, alias])], [.keyAliases([own, alias]), .keys([key])],
    ] {
      var shelf = Shelf(.keys, region: "eu-west-1")
      for page in pages { shelf.append(page) }
      #expect(
        shelf.order.map { shelf.offers[Int($0)].value } == ["alias/exports", "alias/aws/rds"])
    }
  }
}
