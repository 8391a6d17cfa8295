untrusted comment: verify with k.pub
RWSVjTPWvLFu8fjq+a/Xhsjt4uH0DS/cm/5+hsSZxzC4Cei8jUdiCunJunZg71osb6tudg4EfQ6HYk12lvyvvvgY9354bQj66AY=
SHA256 (a.txt) = b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060
SHA256 (b c.txt) = f2c82decdd7181cf98945929a62598db7e6b477e11f6e0eb0ae97020eff151ad
SHA256 (linux/tool.tgz) = 673953e0ad7fc53247f4feadc2c2d4506396840d1f8796526f48d47333ac7652
