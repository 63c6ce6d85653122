import BurnishRecipes
import Testing

@Suite struct StrictYAMLTests {
  @Test func aliasesAreCountedEachTime() {
    let yaml = "a: &a [1, 2, 3]\nb: &b [*a, *a]\nc: [*b, *b, *b]\n"
    // The mapping, `a` with 3 values, `b` with 2 times 4, and `c` with 3 times 9.
    #expect(StrictYAML.expansionFault(in: yaml, limit: 42) == nil)
    #expect(StrictYAML.expansionFault(in: yaml, limit: 40) != nil)
    #expect(StrictYAML.expansionFault(in: yaml) == nil)
  }

  @Test func starsThatAreNoAliasesDoNoHarm() {
    for yaml in ["a: 2 * 3 # * 4", "a: \"*b\"", "# *a\nb: 1", "a: [1, 2]"] {
      #expect(StrictYAML.expansionFault(in: yaml) == nil, "\(yaml)")
    }
  }

  @Test func keysThatAreNoWordsAreRefusedBesideAliases() {
    for yaml in ["a: &a [1]\n? [*a, *a]\n: 2\n", "a: &a [1]\n[*a]: 2\n", "a: &a b\n*a : 2\n"] {
      #expect(StrictYAML.expansionFault(in: yaml)?.contains("keys") == true, "\(yaml)")
    }
  }
}
