print("burnish")
