"""Names of research categories, and where such a name ends when it is glued to what follows it.

A news site puts a category before each title; copied as text the two run together (`ロボット工学新しい歩行…`). The names are
arXiv's (https://arxiv.org/category_taxonomy) and bioRxiv's subject areas, in English and as Japanese pages write them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from papersite.regex import lazy_regex

_ENGLISH = """
Computer Science|Artificial Intelligence|Hardware Architecture|Computational Complexity|Computational Geometry
Computational Engineering, Finance, and Science|Computation and Language|Cryptography and Security
Computer Vision and Pattern Recognition|Computers and Society|Databases|Distributed, Parallel, and Cluster Computing
Digital Libraries|Discrete Mathematics|Data Structures and Algorithms|Emerging Technologies
Formal Languages and Automata Theory|General Literature|Graphics|Computer Science and Game Theory
Human-Computer Interaction|Information Retrieval|Information Theory|Machine Learning|Logic in Computer Science
Multiagent Systems|Multimedia|Mathematical Software|Numerical Analysis|Neural and Evolutionary Computing
Networking and Internet Architecture|Other Computer Science|Operating Systems|Performance|Programming Languages|Robotics
Symbolic Computation|Sound|Software Engineering|Social and Information Networks|Systems and Control
Electrical Engineering and Systems Science|Audio and Speech Processing|Image and Video Processing|Signal Processing
Statistics|Applications|Computation|Methodology|Other Statistics|Statistics Theory
Mathematics|Algebraic Geometry|Algebraic Topology|Analysis of PDEs|Category Theory|Classical Analysis and ODEs
Combinatorics|Commutative Algebra|Complex Variables|Differential Geometry|Dynamical Systems|Functional Analysis
General Mathematics|General Topology|Geometric Topology|Group Theory|History and Overview|K-Theory and Homology|Logic
Metric Geometry|Number Theory|Operator Algebras|Optimization and Control|Probability|Quantum Algebra
Representation Theory|Rings and Algebras|Spectral Theory|Symplectic Geometry|Mathematical Physics
Physics|Quantum Physics|Astrophysics|Astrophysics of Galaxies|Cosmology and Nongalactic Astrophysics
Earth and Planetary Astrophysics|High Energy Astrophysical Phenomena|Instrumentation and Methods for Astrophysics
Solar and Stellar Astrophysics|Condensed Matter|Disordered Systems and Neural Networks|Materials Science
Mesoscale and Nanoscale Physics|Other Condensed Matter|Quantum Gases|Soft Condensed Matter|Statistical Mechanics
Strongly Correlated Electrons|Superconductivity|General Relativity and Quantum Cosmology
High Energy Physics - Experiment|High Energy Physics - Lattice|High Energy Physics - Phenomenology
High Energy Physics - Theory|Nuclear Experiment|Nuclear Theory|Nonlinear Sciences
Adaptation and Self-Organizing Systems|Cellular Automata and Lattice Gases|Chaotic Dynamics
Exactly Solvable and Integrable Systems|Pattern Formation and Solitons|Accelerator Physics|Applied Physics
Atmospheric and Oceanic Physics|Atomic and Molecular Clusters|Atomic Physics|Biological Physics|Chemical Physics
Classical Physics|Computational Physics|Data Analysis, Statistics and Probability|Fluid Dynamics|General Physics
Geophysics|History and Philosophy of Physics|Instrumentation and Detectors|Medical Physics|Optics|Physics and Society
Physics Education|Plasma Physics|Popular Physics|Space Physics
Quantitative Biology|Biomolecules|Cell Behavior|Genomics|Molecular Networks|Neurons and Cognition
Other Quantitative Biology|Populations and Evolution|Quantitative Methods|Subcellular Processes|Tissues and Organs
Quantitative Finance|Computational Finance|General Finance|Mathematical Finance|Portfolio Management
Pricing of Securities|Risk Management|Statistical Finance|Trading and Market Microstructure
Economics|Econometrics|General Economics|Theoretical Economics
Biology|Animal Behavior and Cognition|Biochemistry|Bioengineering|Bioinformatics|Biophysics|Cancer Biology|Cell Biology
Developmental Biology|Ecology|Epidemiology|Evolutionary Biology|Genetics|Immunology|Infectious Diseases|Microbiology
Molecular Biology|Neurology|Neuroscience|Oncology|Pathology|Pharmacology and Toxicology|Physiology|Plant Biology
Public and Global Health|Scientific Communication and Education|Synthetic Biology|Systems Biology|Zoology|Health Sciences
"""
_JAPANESE = """
コンピュータサイエンス|計算機科学|情報科学|人工知能|ハードウェアアーキテクチャ|計算複雑性|計算複雑性理論|計算幾何学|計算幾何
計算工学、金融、科学|計算工学・ファイナンス・科学|計算と言語|計算言語学|自然言語処理|暗号とセキュリティ|暗号学とセキュリティ
コンピュータビジョンとパターン認識|コンピュータと社会|データベース|分散・並列・クラスタコンピューティング
分散、並列、クラスターコンピューティング|デジタルライブラリ|デジタル図書館|離散数学|データ構造とアルゴリズム|新しいテクノロジー
新興技術|新しい技術|形式言語とオートマトン理論|一般文献|グラフィックス|コンピュータサイエンスとゲーム理論
ヒューマンコンピュータインタラクション|人間とコンピュータの相互作用|人間とコンピュータのインタラクション|情報検索|情報理論|機械学習
コンピュータサイエンスにおける論理|コンピュータサイエンスの論理|マルチエージェントシステム|マルチメディア|数学ソフトウェア
数理ソフトウェア|数値解析|ニューラルコンピューティングと進化コンピューティング|ニューラル・コンピューティングと進化コンピューティング
ニューラルと進化的コンピューティング|ニューラルおよび進化計算|ネットワーキングとインターネットアーキテクチャ
ネットワークとインターネットアーキテクチャ|その他のコンピュータサイエンス|オペレーティングシステム|パフォーマンス|性能
プログラミング言語|ロボット工学|ロボティクス|シンボリック計算|記号計算|サウンド|ソフトウェア工学|ソフトウェアエンジニアリング
社会と情報ネットワーク|ソーシャルと情報ネットワーク|システムと制御|電気工学とシステム科学|電気工学・システム科学
オーディオとスピーチ処理|音声と音響処理|音声とスピーチの処理|オーディオ・音声処理|画像とビデオ処理|画像と動画処理|画像・映像処理
信号処理|統計学|統計|アプリケーション|応用|計算|方法論|その他の統計|統計理論
数学|代数幾何学|代数幾何|代数的位相幾何学|代数トポロジー|偏微分方程式の解析|偏微分方程式|圏論|カテゴリー理論|古典解析と常微分方程式
組合せ論|組み合わせ論|可換代数|複素変数|微分幾何学|力学系|動的システム|関数解析|一般数学|一般位相幾何学|一般トポロジー
幾何学的位相幾何学|幾何学的トポロジー|群論|歴史と概要|K理論とホモロジー|論理|距離幾何学|数論|作用素環|最適化と制御|確率|確率論|量子代数
表現論|環と代数|スペクトル理論|シンプレクティック幾何学|数理物理学|数理物理
物理学|物理|量子物理学|量子物理|天体物理学|銀河の天体物理学|銀河天体物理学|宇宙論と非銀河天体物理学|宇宙論と銀河外天体物理学
地球惑星天体物理学|地球と惑星の天体物理学|高エネルギー天体物理現象|天体物理学のための装置と方法|天体物理学の機器と方法|太陽と恒星の天体物理学
凝縮系物理学|物性物理学|無秩序系とニューラルネットワーク|無秩序系と神経ネットワーク|材料科学|メソスケールとナノスケール物理学
メソスケールおよびナノスケール物理学|その他の凝縮系|量子気体|ソフト凝縮物質|ソフトマター|統計力学|強相関電子|強相関電子系|超伝導
一般相対性理論と量子宇宙論|高エネルギー物理学-実験|高エネルギー物理学-格子|高エネルギー物理学-現象論|高エネルギー物理学-理論
高エネルギー物理学|原子核実験|核実験|原子核理論|核理論|非線形科学|適応と自己組織化システム|セルオートマトンと格子ガス
カオス力学|カオスダイナミクス|厳密可解系と可積分系|パターン形成とソリトン|加速器物理学|応用物理学|大気と海洋の物理学|大気海洋物理学
原子と分子クラスター|原子物理学|生物物理学|化学物理学|古典物理学|計算物理学|データ解析、統計、確率|データ分析、統計、確率
流体力学|一般物理学|地球物理学|物理学の歴史と哲学|計測と検出器|装置と検出器|医療物理学|医学物理学|光学|物理学と社会|物理教育
プラズマ物理学|一般向け物理学|ポピュラー物理学|宇宙物理学
定量生物学|生体分子|細胞行動|細胞の挙動|ゲノミクス|分子ネットワーク|ニューロンと認知|神経細胞と認知|その他の定量生物学|集団と進化
個体群と進化|定量的手法|細胞内プロセス|組織と器官
定量ファイナンス|計量ファイナンス|計算ファイナンス|一般ファイナンス|数理ファイナンス|ポートフォリオ管理|証券の価格設定|リスク管理
統計ファイナンス|取引と市場の微細構造|トレーディングと市場ミクロ構造|経済学|計量経済学|一般経済学|理論経済学
生物学|動物行動と認知|生化学|生体工学|生物工学|バイオインフォマティクス|がん生物学|癌生物学|細胞生物学|発生生物学|生態学|疫学|進化生物学
遺伝学|免疫学|感染症|微生物学|分子生物学|神経学|神経科学|腫瘍学|病理学|薬理学と毒性学|生理学|植物生物学|公衆衛生とグローバルヘルス
科学コミュニケーションと教育|合成生物学|システム生物学|動物学|健康科学
コンピュータ科学|計算工学、ファイナンス、サイエンス|計算工学、金融、サイエンス|暗号化とセキュリティ|暗号理論とセキュリティ|暗号と情報セキュリティ
分散、並列、クラスタ計算|並列、分散、クラスタコンピューティング|電子図書館|新興テクノロジー|形式言語とオートマトン|コンピュータグラフィックス|ゲーム理論
コンピュータ科学とゲーム理論|計算機科学とゲーム理論|計算機科学における論理|計算機科学の論理|人間とコンピュータの対話|人間とコンピュータの関わり
人間コンピュータ相互作用|数学的ソフトウェア|数値計算|ニューラルコンピューティングと進化的コンピューティング|ニューラルと進化コンピューティング
ニューラルネットワークと進化計算|ニューラルコンピューティングと進化計算|神経計算と進化計算|ネットワークとインターネットのアーキテクチャ|その他の計算機科学
ソーシャルネットワークと情報ネットワーク|社会ネットワークと情報ネットワーク|システムとコントロール|電気電子工学とシステム科学
音響と音声処理|オーディオと音声処理|オーディオと音声の処理|音声とオーディオ処理|音声と音響の処理|音響と音声の処理|画像と映像処理|画像とビデオの処理|画像と映像の処理
応用統計|応用統計学|統計計算|計算統計|計算統計学|統計的方法論|統計学の理論|統計学理論
偏微分方程式論|複素解析|複素関数論|函数解析|関数解析学|一般位相|幾何学的位相|幾何トポロジー|論理学|数理論理学|計量幾何学|距離幾何|整数論|作用素代数|環論と代数
環と多元環|スペクトル論|シンプレクティック幾何|力学系理論|数学の歴史と概要|確率論と確率過程
宇宙論と銀河系外天体物理学|宇宙論と非銀河系天体物理学|天体物理学の装置と手法|天体物理学の機器と手法|天体物理学のための機器と手法|天体物理学のための計測と方法
太陽と恒星天体物理学|地球と惑星天体物理学|地球惑星の天体物理学|高エネルギー天体物理学現象|高エネルギーの天体物理現象
凝縮系物理|物性物理|凝縮物質|凝縮物質物理学|不規則系とニューラルネットワーク|乱れた系とニューラルネットワーク|物質科学|メゾスケールとナノスケール物理学
メソスケールとナノスケールの物理学|量子ガス|ソフト凝縮系|軟凝縮物質|その他の凝縮物質|一般相対論と量子宇宙論
高エネルギー物理学(実験)|高エネルギー物理学(格子)|高エネルギー物理学(現象論)|高エネルギー物理学(理論)|核物理実験|核物理理論|原子核物理実験|原子核物理理論
適応系と自己組織化系|適応と自己組織系|セルオートマトンと格子気体|カオス力学系|厳密解可能系と可積分系|可解系と可積分系
大気と海洋物理学|原子分子クラスター|計測器と検出器|機器と検出器|計装と検出器|物理と社会|物理学教育|物理学史と哲学|物理学史と物理哲学|スペース物理学|大衆物理学
計量生物学|量的生物学|生体高分子|細胞挙動|細胞の振る舞い|ゲノム科学|定量的方法|定量手法|細胞内過程|神経と認知
数量ファイナンス|クオンツファイナンス|計量金融|定量金融|計算金融|一般金融|数理金融|ポートフォリオマネジメント|証券価格設定|証券の価格付け|証券の価格形成
リスクマネジメント|統計的ファイナンス|統計的金融|取引と市場のミクロ構造|取引と市場ミクロ構造|トレーディングと市場の微細構造|経済理論|経済学一般
"""
_LONGEST = 80  # characters of a name
# Spellings that differ in prolonged sound marks, separators and the word for "and" are one name.
_IGNORED = frozenset("ー-‐–—・、，, \u3000\xa0&")
_AND = lazy_regex("および|及び|ならびに")
_SEPARATOR = lazy_regex("[・、，,&]")  # which may stand for "and": 音声・音響処理
_PARTICLE = lazy_regex(r"(?:では|には|から|より|として|による|における|的|[のはにをもがとで])")


def split_category(text: str, more: Iterable[str] = ()) -> tuple[str, str]:
    """The category that a text begins with, glued to the rest, and the rest; an empty category if there is none.

    `more` are names known from elsewhere, such as the page's own. The longest name counts. A title may begin with the word
    for its field (`機械学習で…`), so a rest that goes on a phrase is no title, and an English name ends where a word begins.
    """
    own = {_fold(name) for name in more}
    best = 0
    folded = ""
    at = 0
    while at < min(len(text), _LONGEST):
        word = _AND.match(text, at)
        at = word.end() if word else at + 1
        folded += "と" if word else _fold(text[at - 1])
        known = folded in _known() or (folded in _without_and() and _SEPARATOR.search(text, 0, at))
        if (folded in own or known) and _ends_at(text, at, sure=folded in own):
            best = at
    while best and best < len(text) and text[best] == "ー":
        best += 1
    return text[:best].strip(), text[best:].strip()


def _ends_at(text: str, at: int, *, sure: bool) -> bool:
    rest = text[at:].lstrip("ー")
    if not rest or _PARTICLE.match(rest):
        return False
    if text[at - 1].isascii():
        return not (rest[0].isspace() or rest[0].islower() or rest[0] in "'’-:,")
    # 確率過程, 計算機: a short word is as likely the first half of another, unless it is the name of a whole field.
    return sure or at > 2 or text[at - 1] in "学論" or not "\u4e00" <= rest[0] <= "\u9fff"


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(_fold(name) for name in re.split(r"[|\n]", _ENGLISH + _JAPANESE) if name)


@lru_cache(maxsize=1)
def _without_and() -> frozenset[str]:
    return frozenset(name.replace("と", "") for name in _known() if "と" in name)


@lru_cache(maxsize=1 << 14)
def _fold(name: str) -> str:
    text = unicodedata.normalize("NFKC", _AND.sub("と", name)).casefold()
    return "".join(c for c in text if c not in _IGNORED)
