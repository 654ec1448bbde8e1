import Listing

/// A plan, and what it was made from.
struct KeptColumnPlan: Sendable {
  var wish: ColumnPlan.Wish
  var plan: ColumnPlan
}

extension State {
  /// Which columns the list has, and where: made where something of it has changed, and asked by
  /// whoever draws, moves or measures.
  var columnPlan: ColumnPlan {
    let wish = columnWish
    if let kept = list.plan, kept.wish == wish { return kept.plan }
    return ColumnPlan(wish)
  }

  private var columnWish: ColumnPlan.Wish {
    let needs = list.needs ?? ColumnNeeds(visibleRows, roster)
    return ColumnPlan.Wish(
      width: layout.list.size.columns, isWide: list.isWide, hasContexts: roster.hasSeveralSites,
      offset: list.sideways, sorted: list.sort.column, needs: needs.cells, filled: needs.filled)
  }

  mutating func keepColumnPlan() {
    let wish = columnWish
    if list.plan?.wish != wish { list.plan = KeptColumnPlan(wish: wish, plan: ColumnPlan(wish)) }
  }

  /// Moves the columns after the first to the left or right.
  mutating func moveSideways(by step: Int) {
    list.sideways = min(max(0, list.sideways + step), columnPlan.lastOffset)
  }
}
