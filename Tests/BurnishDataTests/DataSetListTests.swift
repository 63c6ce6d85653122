import BurnishData
import Testing

@Suite struct DataSetListTests {
  /// The names of all data sets of one kind of sample. Checks that each name finds its data set.
  private func names<Element: Sample>(_: Element.Type) -> (tests: [String], training: [String]) {
    let all = DataSet<Element>.allCases
    for set in all {
      #expect(DataSet<Element>(rawValue: set.name) == set)
      #expect(set.training == nil || set.license != nil)
      if let training = set.training {
        #expect(DataSet<Element>(forTraining: training.name) == set)
      }
    }
    #expect(DataSet<Element>(rawValue: "none") == nil)
    #expect(Set(all.map(\.name)).count == all.count)
    return (all.map(\.name), DataSet<Element>.trainingNames)
  }

  @Test func namesAreFoundAndUnique() {
    let lists = [
      names(DepthSample.self), names(LabeledSample.self), names(SaliencySample.self),
      names(NearInfraredSample.self), names(FaceSample.self), names(GrayImage.self),
      names(ColorImage.self), names(RestorationSample.self),
    ]
    #expect(Set(lists[0].tests).isSuperset(of: ["middlebury", "lu", "nyu", "rgbdd"]))
    #expect(Set(lists[7].tests).isSuperset(of: ["set5", "set14", "levin", "kodak24"]))
    let training = lists.flatMap(\.training)
    #expect(Set(training).count == training.count)
    #expect(
      Set(training).isSuperset(of: [
        "nyu-train", "nyu-train-labels", "nir-country", "yale-faces",
      ]))
  }

  @Test func imagesOfOneFolderServeSeveralUses() {
    #expect(DataSet<ColorImage>.set14.folder == DataSet<RestorationSample>.set14.folder)
    #expect(DataSet<RestorationSample>.kodak24.folder == DataSet<ColorImage>.kodak24.folder)
    #expect(DataSet<RestorationSample>(rawValue: "kodak") == .kodak24)
  }
}
