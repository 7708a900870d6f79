<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: see the end of its log.</source>
   <translation>本地服务器没有启动：原因见其日志末尾。</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>正在等待服务器</translation>
  </message>
  <message>
   <source>There is no terralex at {program}: choose another one.</source>
   <translation>{program} 处没有 terralex：请另选一个。</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the Terralex options.</source>
   <translation>本地服务器尚未安装：请在 Terralex 选项中安装。</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>无法启动 {program}。</translation>
  </message>
  <message>
   <source>Size of the indexes</source>
   <translation>索引的大小</translation>
  </message>
  <message>
   <source>Deleting the indexes</source>
   <translation>正在删除索引</translation>
  </message>
  <message>
   <source>New</source>
   <translation>新增</translation>
  </message>
  <message>
   <source>Gone</source>
   <translation>消失</translation>
  </message>
  <message>
   <source>Unchanged</source>
   <translation>未变</translation>
  </message>
  <message>
   <source>The server's reply was incomplete: try again.</source>
   <translation>服务器的回复中断了：请重试。</translation>
  </message>
  <message>
   <source>{file} is not a Terralex concept.</source>
   <translation>{file} 不是 Terralex 的概念。</translation>
  </message>
  <message>
   <source>The concept {file} cannot be read: check that it exists.</source>
   <translation>无法读取概念 {file}：请检查它是否存在。</translation>
  </message>
  <message>
   <source>The concept {file} cannot be written.</source>
   <translation>无法将概念 {file} 写入该处。</translation>
  </message>
  <message>
   <source>The concept {file} cannot be deleted.</source>
   <translation>无法删除概念 {file}。</translation>
  </message>
  <message>
   <source>No server is set: enter its address in the Terralex options.</source>
   <translation>没有设置服务器：请在 Terralex 选项中填写其地址。</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url} 不是地址：请写成 https://gpu.example.org:8765 的形式。</translation>
  </message>
  <message>
   <source>QGIS could not store the token: unlock the authentication database and try again.</source>
   <translation>QGIS 无法保存令牌：请解锁其认证数据库后重试。</translation>
  </message>
  <message>
   <source>The local server is not running: start it in the Terralex options.</source>
   <translation>本地服务器没有运行：请在 Terralex 选项中启动。</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: restart the server in the options.</source>
   <translation>无法读取本地服务器的令牌：请在选项中重新启动服务器。</translation>
  </message>
  <message>
   <source>{percent} % indexed: a search indexes the rest</source>
   <translation>已索引 {percent} %：其余部分在搜索时索引</translation>
  </message>
  <message>
   <source>QGIS renders this layer at {metres} m per pixel and sends the image.</source>
   <translation>QGIS 以每像素 {metres} 米绘制此图层并发送图像。</translation>
  </message>
  <message>
   <source>Indexed: searching here is fast</source>
   <translation>已索引：在此处搜索只需片刻</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>尚未索引：在此处首次搜索需要更长时间</translation>
  </message>
  <message>
   <source>Index status</source>
   <translation>索引状态</translation>
  </message>
  <message>
   <source>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</source>
   <translation>服务器无法读取此文件：QGIS 以每像素 {metres} 米绘制并发送图像。</translation>
  </message>
  <message>
   <source>{package} does not exist: choose a wheel file or a folder.</source>
   <translation>{package} 不存在：请选择 wheel 文件或文件夹。</translation>
  </message>
  <message>
   <source>Creating the environment</source>
   <translation>正在创建环境</translation>
  </message>
  <message>
   <source>Installing PyTorch for CUDA</source>
   <translation>正在安装 CUDA 版 PyTorch</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>正在安装 CPU 版 PyTorch</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>正在安装 Terralex</translation>
  </message>
  <message>
   <source>Loading the model once</source>
   <translation>正在试载模型</translation>
  </message>
  <message>
   <source>Make a polygon layer the active layer and select features in it.</source>
   <translation>请将一个多边形图层设为当前图层，并在其中选择要素。</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>{name} 中没有选中任何要素。</translation>
  </message>
  <message>
   <source>Choose at most {most} examples of each kind.</source>
   <translation>每种示例最多选 {most} 个。</translation>
  </message>
  <message>
   <source>An example must be a polygon.</source>
   <translation>示例必须是多边形。</translation>
  </message>
  <message>
   <source>This location cannot be expressed in longitude and latitude.</source>
   <translation>此处没有经纬度。</translation>
  </message>
  <message>
   <source>The map scale cannot be determined here: zoom in on the layer.</source>
   <translation>此处无法得知地图比例尺：请放大到图层。</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>地图的这一部分无法用 {crs} 表示：请放大到图层。</translation>
  </message>
  <message>
   <source>Heat map: {what}</source>
   <translation>热力图：{what}</translation>
  </message>
  <message>
   <source>A heat map needs words: type what to look for.</source>
   <translation>热力图由文字生成：请输入要查找的内容。</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>索引：{what}</translation>
  </message>
  <message>
   <source>Removing the local server</source>
   <translation>正在移除本地服务器</translation>
  </message>
  <message>
   <source>An installation is already running.</source>
   <translation>正在进行安装。</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>安装已停止。</translation>
  </message>
  <message>
   <source>{what} failed: see the last lines of the log.</source>
   <translation>{what}：失败，原因见日志的最后几行。</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>已安装</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min left)</source>
   <translation>{message}（大约还需 {minutes} 分钟）</translation>
  </message>
  <message>
   <source>Waiting in the queue</source>
   <translation>正在排队</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s left)</source>
   <translation>{message}（大约还需 {seconds} 秒）</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>作业已在服务器上停止。</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>已取消。</translation>
  </message>
  <message>
   <source>The server is not responding: trying again</source>
   <translation>服务器没有响应：正在重试</translation>
  </message>
  <message>
   <source>Choose a polygon layer with the features to label.</source>
   <translation>请选择要为其要素加标签的多边形图层。</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>正在获取标签</translation>
  </message>
  <message>
   <source>Add at least two classes.</source>
   <translation>请至少写出两个类别。</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known columns are {known}.</source>
   <translation>{file} 有未知的列 {column}：可用的列有 {known}。</translation>
  </message>
  <message>
   <source>The class {name} exists twice: rename one.</source>
   <translation>类别 {name} 出现了两次：请改名。</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file} 第 {line} 行没有名称。</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</source>
   <translation>{file} 第 {line} 行：{colour} 不是颜色，请写成 #3366cc 的形式。</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>标签：{what}</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>要素位于图层 {name} 之外。</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>图层 {name} 没有可加标签的多边形。</translation>
  </message>
  <message>
   <source>The server's result cannot be opened: try again.</source>
   <translation>无法打开服务器的结果：请重试。</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>请选择要搜索的栅格图层。</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its data source.</source>
   <translation>无法打开图层 {name}：请修复其数据源。</translation>
  </message>
  <message>
   <source>The layer {name} has no CRS: set one.</source>
   <translation>图层 {name} 没有坐标参考系：请设置。</translation>
  </message>
  <message>
   <source>The server is assembling the image</source>
   <translation>服务器正在拼合图像</translation>
  </message>
  <message>
   <source>Sending the image of {name}</source>
   <translation>正在发送 {name} 的图像</translation>
  </message>
  <message>
   <source>The layer {name} shows nothing here: check on the map whether its service is responding.</source>
   <translation>图层 {name} 在这里没有任何内容：请在地图上查看其服务是否有响应。</translation>
  </message>
  <message>
   <source>The layer {name} has no extent of its own: search in the extent of the map.</source>
   <translation>图层 {name} 没有自身的范围：请在地图范围内搜索。</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>无法绘制图层 {name}：{reason}。</translation>
  </message>
  <message>
   <source>The server could not assemble the image: try again.</source>
   <translation>服务器无法拼合图像：请重试。</translation>
  </message>
  <message>
   <source>The server cannot read the file: sending its image instead</source>
   <translation>服务器无权读取该文件：改为发送其图像</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>正在发送 {name}</translation>
  </message>
  <message>
   <source>Models on the server</source>
   <translation>服务器的模型</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</source>
   <translation>需要发送 {have} 百万像素，上限为 {most} 百万：请放大地图或选择更大的区域。</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>缺少表 {table}</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>不是栅格</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: set one in the Terralex options.</source>
   <translation>没有找到 Python {least} 或更新版本：请在 Terralex 选项中指定。</translation>
  </message>
  <message>
   <source>Python {version} cannot make environments here: install python{version}-venv, then try again.</source>
   <translation>此处的 Python {version} 无法创建环境：请安装 python{version}-venv 后重试。</translation>
  </message>
  <message>
   <source>This plugin does not understand the server's reply: check that both have the same version.</source>
   <translation>本插件无法理解服务器的回复：两者版本相同吗？</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>服务器不接受令牌：请在 Terralex 选项中重新输入。</translation>
  </message>
  <message>
   <source>The server failed (500): see its log.</source>
   <translation>服务器出错（500）：原因见其日志。</translation>
  </message>
  <message>
   <source>The server is not available ({status}): try again later.</source>
   <translation>服务器不可用（{status}）：请稍后重试。</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>服务器拒绝了请求（{status}）。</translation>
  </message>
  <message>
   <source>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</source>
   <translation>回复中断或不是 JSON：该地址上有 Terralex 服务器吗？</translation>
  </message>
  <message>
   <source>This is more than the server accepts at once: choose a smaller extent.</source>
   <translation>超出服务器一次能接受的量：请选择较小的范围。</translation>
  </message>
  <message>
   <source>The layer with the regions has been removed: search again.</source>
   <translation>区域图层已被移除：请重新搜索。</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>无法写入 {file}：{reason}。</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>另一个程序正在写入</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>磁盘已满</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>无法打开</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>没有权限</translation>
  </message>
  <message>
   <source>Draw an area on the map first.</source>
   <translation>请先在地图上绘制一个范围。</translation>
  </message>
  <message>
   <source>The layer {name} is outside this part of the map: zoom to it.</source>
   <translation>图层 {name} 不在地图的这一部分：请缩放到该图层。</translation>
  </message>
  <message>
   <source>The area lies outside the layer {name}.</source>
   <translation>该范围位于图层 {name} 之外。</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>所选要素位于图层 {name} 之外。</translation>
  </message>
  <message>
   <source>Similar to the examples</source>
   <translation>与示例相似</translation>
  </message>
  <message>
   <source>Type what to look for, or mark an example on the map.</source>
   <translation>请输入要找的内容，或在地图上选取示例。</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>搜索：{what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>正在写入 {count} 个区域</translation>
  </message>
  <message>
   <source>The server is preparing</source>
   <translation>服务器正在准备</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>正在搜索</translation>
  </message>
  <message>
   <source>Reading the class names</source>
   <translation>正在读取类别名称</translation>
  </message>
  <message>
   <source>Reading the index</source>
   <translation>正在读取索引</translation>
  </message>
  <message>
   <source>Placing windows over the features</source>
   <translation>正在为要素布置窗口</translation>
  </message>
  <message>
   <source>Comparing</source>
   <translation>正在比较</translation>
  </message>
  <message>
   <source>Labelling everything together</source>
   <translation>正在整体加标签</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>平滑</translation>
  </message>
  <message>
   <source>Labelling the area</source>
   <translation>正在为该区域加标签</translation>
  </message>
  <message>
   <source>Looking for gaps</source>
   <translation>正在查找空缺</translation>
  </message>
  <message>
   <source>Writing the result</source>
   <translation>正在写入结果</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>完成</translation>
  </message>
  <message>
   <source>The server cannot read the layer.</source>
   <translation>服务器无法读取该图层。</translation>
  </message>
  <message>
   <source>The layer is not georeferenced.</source>
   <translation>该图层没有地理参考。</translation>
  </message>
  <message>
   <source>The layer has no pixels here.</source>
   <translation>该图层在此处没有像素。</translation>
  </message>
  <message>
   <source>This lies outside the layer.</source>
   <translation>该位置在图层之外。</translation>
  </message>
  <message>
   <source>The server cannot use one of the values.</source>
   <translation>服务器无法使用其中一个值。</translation>
  </message>
  <message>
   <source>The concept was taught with another model: choose its model in the options.</source>
   <translation>该概念是用另一个模型训练的：请在选项中选择它的模型。</translation>
  </message>
  <message>
   <source>There are no words to search for.</source>
   <translation>没有可搜索的词语。</translation>
  </message>
  <message>
   <source>The server does not have the model.</source>
   <translation>服务器没有该模型。</translation>
  </message>
  <message>
   <source>The index of the layer cannot be used.</source>
   <translation>该图层的索引无法使用。</translation>
  </message>
  <message>
   <source>The server's disk is full.</source>
   <translation>服务器的磁盘已满。</translation>
  </message>
  <message>
   <source>The server does not have enough memory for this.</source>
   <translation>服务器内存不足。</translation>
  </message>
  <message>
   <source>The server is too busy: try again later.</source>
   <translation>服务器任务过多：请稍后重试。</translation>
  </message>
  <message>
   <source>The server no longer knows the layer: try again.</source>
   <translation>服务器已不认识该图层：请重试。</translation>
  </message>
  <message>
   <source>The server has no space left for images.</source>
   <translation>服务器没有空间存放更多图像。</translation>
  </message>
  <message>
   <source>The server is not allowed to fetch this online layer.</source>
   <translation>服务器无权获取此在线图层。</translation>
  </message>
  <message>
   <source>The server failed: see its log.</source>
   <translation>服务器出错：原因见其日志。</translation>
  </message>
  <message>
   <source>Indexing: {done} of {total} windows</source>
   <translation>正在索引：{done} / {total} 个窗口</translation>
  </message>
  <message>
   <source>{done} of {total} windows</source>
   <translation>{done} / {total} 个窗口</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>本地服务器的大小</translation>
  </message>
  <message>
   <source>An error occurred in the plugin: {error}.</source>
   <translation>插件内部出错：{error}。</translation>
  </message>
  <message>
   <source>Teach: {what}</source>
   <translation>训练：{what}</translation>
  </message>
  <message>
   <source>There is nothing to learn from: accept or reject a region first.</source>
   <translation>没有可供学习的内容：请先接受或拒绝一个区域。</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>范围跨越 180 度经线：请一次绘制一侧。</translation>
  </message>
  <message>
   <source>Thumbnails of the regions</source>
   <translation>区域的图像</translation>
  </message>
  <message>
   <source>The server at {url} did not respond in time: check whether it is busy.</source>
   <translation>服务器 {url} 未及时响应：请检查它是否繁忙。</translation>
  </message>
  <message>
   <source>The server at {url} does not respond: {reason}.</source>
   <translation>{url} 的服务器没有响应：{reason}。</translation>
  </message>
  <message>
   <source>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</source>
   <translation>{metres} 米的窗口太大，无法清楚显示“{words}”：请选择较小的范围或较小的窗口。</translation>
  </message>
  <message>
   <source>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</source>
   <translation>没有结果达到 {least} % 的相关度，最高的为 {best} %：请换用其他词语，或在选项中降低阈值。</translation>
  </message>
  <message>
   <source>Pixels of {metres} m are too coarse to show “{words}” well.</source>
   <translation>{metres} 米的像素太粗，无法清楚显示“{words}”。</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”. The nearest known words: {nearest}.</source>
   <translation>模型不认识词语“{words}”。它认识的最接近的词语：{nearest}。</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>没有足够相关的结果：请换用其他词语，或在选项中降低阈值。</translation>
  </message>
  <message>
   <source>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</source>
   <translation>这里没有像“{words}”的地方：最高的相关度为 {best} %。</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”: try other words.</source>
   <translation>模型不认识词语“{words}”：请换用其他词语。</translation>
  </message>
  <message>
   <source>Only words or a concept can be saved as a search: type what to look for.</source>
   <translation>只有词语或概念才能保存为搜索：请输入要查找的内容。</translation>
  </message>
  <message>
   <source>Saved searches</source>
   <translation>已保存的搜索</translation>
  </message>
  <message>
   <source>Saved search: {what}</source>
   <translation>已保存的搜索：{what}</translation>
  </message>
  <message>
   <source>Choose at least one raster layer.</source>
   <translation>请至少选择一个栅格图层。</translation>
  </message>
  <message>
   <source>More tools for this layer</source>
   <translation>此图层的更多工具</translation>
  </message>
  <message>
   <source>Compare two dates</source>
   <translation>比较两个时期</translation>
  </message>
  <message>
   <source>Count objects</source>
   <translation>统计数量</translation>
  </message>
  <message>
   <source>Search many layers</source>
   <translation>搜索多个图层</translation>
  </message>
  <message>
   <source>The Processing plugin is off: enable it in the plugin manager.</source>
   <translation>“处理”插件已关闭：请在插件管理器中启用它。</translation>
  </message>
  <message>
   <source>{area} m²</source>
   <translation>{area} 平方米</translation>
  </message>
  <message>
   <source>mean confidence {percent} %</source>
   <translation>平均置信度 {percent} %</translation>
  </message>
  <message>
   <source>{area} km²</source>
   <translation>{area} 平方公里</translation>
  </message>
  <message>
   <source>{area} ha</source>
   <translation>{area} 公顷</translation>
  </message>
  <message>
   <source>Remove the local server? Indexes and results are kept.</source>
   <translation>要移除本地服务器吗？索引和结果会保留。</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>启动</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>停止</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>重新启动</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>安装</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>进度</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>日志</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>首次搜索时启动</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>主文件夹</translation>
  </message>
  <message>
   <source>Folders the server can read, separated by {mark}</source>
   <translation>服务器可以读取的文件夹，用 {mark} 分隔</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>运行于</translation>
  </message>
  <message>
   <source>Readable folders</source>
   <translation>可读取的文件夹</translation>
  </message>
  <message>
   <source>A wheel file, a source folder, or a package name</source>
   <translation>wheel 文件、源代码文件夹或软件包名称</translation>
  </message>
  <message>
   <source>detected automatically</source>
   <translation>自动检测</translation>
  </message>
  <message>
   <source>The Python used to create the server's environment</source>
   <translation>用来创建服务器环境的 Python</translation>
  </message>
  <message>
   <source>the plugin's own</source>
   <translation>插件自己安装的</translation>
  </message>
  <message>
   <source>A terralex that is there already: its program, or the folder of its environment</source>
   <translation>已有的 terralex：其程序或环境所在文件夹</translation>
  </message>
  <message>
   <source>Existing Terralex</source>
   <translation>已有的 Terralex</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>安装来源</translation>
  </message>
  <message>
   <source>Reinstall</source>
   <translation>重新安装</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>移除</translation>
  </message>
  <message>
   <source>Installation</source>
   <translation>安装</translation>
  </message>
  <message>
   <source>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</source>
   <translation>未安装：需要 Python 3.11 或更高版本和约 {size} GB；可用空间 {free} GB。</translation>
  </message>
  <message>
   <source>{size} GB</source>
   <translation>{size} GB</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>选择</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>自动</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>CPU 版（小）</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>CUDA 版（大）</translation>
  </message>
  <message>
   <source>Installed, not running</source>
   <translation>已安装，未运行</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>正在启动…</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>运行中</translation>
  </message>
  <message>
   <source>Texts that describe the class, separated by semicolons; the name alone is enough</source>
   <translation>描述类别的文字，以分号分隔；只写名称也可以</translation>
  </message>
  <message>
   <source>your concept</source>
   <translation>您的概念</translation>
  </message>
  <message>
   <source>Double-click to change the colour</source>
   <translation>双击更改颜色</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>类别</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>描述</translation>
  </message>
  <message>
   <source>Choose a preset, open a CSV file, or add your own classes: a name is enough.</source>
   <translation>请选择预设、打开 CSV 文件，或添加自己的类别：只写名称即可。</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>类别</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>类别的颜色</translation>
  </message>
  <message>
   <source>Go back to words</source>
   <translation>改回用词语</translation>
  </message>
  <message>
   <source>Concept: {name}</source>
   <translation>概念：{name}</translation>
  </message>
  <message>
   <source>{accepted} accepted, {rejected} rejected, {model}</source>
   <translation>接受 {accepted} 个，拒绝 {rejected} 个，{model}</translation>
  </message>
  <message>
   <source>{time}: {new} new, {gone} gone, {unchanged} unchanged</source>
   <translation>{time}：新增 {new}，消失 {gone}，未变 {unchanged}</translation>
  </message>
  <message>
   <source>not run yet</source>
   <translation>尚未运行</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>正在停止</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>已停止。</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>正在启动本地服务器</translation>
  </message>
  <message>
   <source>Contacting the server</source>
   <translation>正在请求服务器</translation>
  </message>
  <message>
   <source>Let the server read this folder</source>
   <translation>允许服务器读取此文件夹</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>用文字搜索地图</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>搜索</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>标签</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>已保存</translation>
  </message>
  <message>
   <source>Terralex options</source>
   <translation>Terralex 选项</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>帮助</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>在地图上框选一个示例</translation>
  </message>
  <message>
   <source>Draw a box around a counter-example on the map</source>
   <translation>在地图上框出一个反例</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>将所选要素作为示例</translation>
  </message>
  <message>
   <source>Clear the examples</source>
   <translation>清除示例</translation>
  </message>
  <message>
   <source>Take the selected features as counter-examples</source>
   <translation>将所选要素作为反例</translation>
  </message>
  <message>
   <source>This lies outside the layer {name}: draw the box on the layer.</source>
   <translation>此处在图层 {name} 之外：请在图层上画框。</translation>
  </message>
  <message>
   <source>Draw a box on the map</source>
   <translation>请在地图上画框</translation>
  </message>
  <message>
   <source>{like} positive, {unlike} negative examples</source>
   <translation>{like} 个正例，{unlike} 个反例</translation>
  </message>
  <message>
   <source>Examples (optional)</source>
   <translation>示例（可选）</translation>
  </message>
  <message>
   <source>One class was found.</source>
   <translation>找到 1 个类别。</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>找到 {count} 个类别。</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>该要素没有标签。</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what}（栅格）</translation>
  </message>
  <message>
   <source>The layer with the labels has been removed: label again.</source>
   <translation>标签图层已被移除：请重新加标签。</translation>
  </message>
  <message>
   <source>This place has no label.</source>
   <translation>该位置没有标签。</translation>
  </message>
  <message>
   <source>Own classes</source>
   <translation>自定义类别</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>加标签</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>地图范围</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>整个图层</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>多边形图层的要素</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>仅所选要素</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>多边形</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>预设</translation>
  </message>
  <message>
   <source>Preset…</source>
   <translation>预设…</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>添加类别</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>移除所选类别</translation>
  </message>
  <message>
   <source>Load classes from CSV</source>
   <translation>从 CSV 打开类别</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>将类别保存为 CSV</translation>
  </message>
  <message>
   <source>Add one of your concepts as a class</source>
   <translation>将您的一个概念添加为类别</translation>
  </message>
  <message>
   <source>Below this confidence (0 to 1), the label is "other"</source>
   <translation>置信度低于此值（0 到 1）的不属于任何类别</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>自动</translation>
  </message>
  <message>
   <source>Influence of overlapping windows on each other, from 0 to 1</source>
   <translation>重叠窗口相互影响的程度，0 到 1</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>整体加标签</translation>
  </message>
  <message>
   <source>Transduction: windows support each other's classes; often better, sometimes worse</source>
   <translation>直推式：各窗口互相帮助确定类别；往往更好，有时更差</translation>
  </message>
  <message>
   <source>More</source>
   <translation>更多</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it exists and is UTF-8.</source>
   <translation>无法读取 {file}：请检查文件是否存在且为 UTF-8。</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>图层</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>“其他”低于</translation>
  </message>
  <message>
   <source>Save the area of each class as CSV</source>
   <translation>将每个类别的面积保存为 CSV</translation>
  </message>
  <message>
   <source>Click features on the map to see their three best classes</source>
   <translation>点击地图上的要素，查看最合适的三个类别</translation>
  </message>
  <message>
   <source>Three best classes on click</source>
   <translation>点击查看最合适的三个类别</translation>
  </message>
  <message>
   <source>Draw areas paler where their class is less certain</source>
   <translation>类别越不确定，面绘制得越浅</translation>
  </message>
  <message>
   <source>Set up the server</source>
   <translation>设置服务器</translation>
  </message>
  <message>
   <source>Delete all indexes? The next search of each layer will take longer. Results are kept.</source>
   <translation>要删除所有索引吗？各图层的下一次搜索又会需要更长时间。结果会保留。</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>已复制。</translation>
  </message>
  <message>
   <source>The server responds and accepts the token.</source>
   <translation>服务器响应正常并接受令牌。</translation>
  </message>
  <message>
   <source>Server default</source>
   <translation>服务器默认</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>服务器</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>本机</translation>
  </message>
  <message>
   <source>Another server, for example one with a GPU</source>
   <translation>另一台，例如带 GPU 的服务器</translation>
  </message>
  <message>
   <source>As printed by terralex serve when it started</source>
   <translation>terralex serve 启动时显示的内容</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>地址</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>令牌</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>测试连接</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>搜索与标签</translation>
  </message>
  <message>
   <source>Same as QGIS</source>
   <translation>与 QGIS 相同</translation>
  </message>
  <message>
   <source>Per search</source>
   <translation>每次搜索</translation>
  </message>
  <message>
   <source>Less relevant regions are not requested</source>
   <translation>不会请求相关度更低的结果</translation>
  </message>
  <message>
   <source> million</source>
   <translation> 百万</translation>
  </message>
  <message>
   <source>For layers that QGIS has to render for the server, such as online layers</source>
   <translation>指需要由 QGIS 为服务器绘制的图层，例如在线图层</translation>
  </message>
  <message>
   <source>Takes effect when QGIS is restarted</source>
   <translation>下次启动 QGIS 后生效</translation>
  </message>
  <message>
   <source>Stored on this machine</source>
   <translation>保存在本机的内容</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>删除</translation>
  </message>
  <message>
   <source>Delete indexes and images</source>
   <translation>删除索引和图像</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>搜索历史</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>清除</translation>
  </message>
  <message>
   <source>Clear search history</source>
   <translation>清除搜索历史</translation>
  </message>
  <message>
   <source>Troubleshooting</source>
   <translation>故障排除</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>复制诊断信息</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths or secrets</source>
   <translation>版本、设置和日志，不含路径和机密</translation>
  </message>
  <message>
   <source>QGIS stores the token encrypted in its authentication database.</source>
   <translation>QGIS 将令牌加密保存在其认证数据库中。</translation>
  </message>
  <message>
   <source>Indexes and images of the local server</source>
   <translation>本地服务器的索引和图像</translation>
  </message>
  <message>
   <source>Indexes and images of the local server: {size} MB</source>
   <translation>本地服务器的索引和图像：{size} MB</translation>
  </message>
  <message>
   <source>The search history has been cleared.</source>
   <translation>搜索历史已清除。</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>模型</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>语言</translation>
  </message>
  <message>
   <source>Maximum regions</source>
   <translation>区域数上限</translation>
  </message>
  <message>
   <source>Minimum relevance</source>
   <translation>最低相关度</translation>
  </message>
  <message>
   <source>Maximum pixels sent</source>
   <translation>发送像素上限</translation>
  </message>
  <message>
   <source>Server time-out</source>
   <translation>服务器超时</translation>
  </message>
  <message>
   <source>stored by QGIS</source>
   <translation>由 QGIS 保存</translation>
  </message>
  <message>
   <source>{title} (will be downloaded)</source>
   <translation>{title}（将下载）</translation>
  </message>
  <message>
   <source>Both dates side by side</source>
   <translation>两个时期并排</translation>
  </message>
  <message>
   <source>The earlier date is on the left, the later one on the right.</source>
   <translation>较早的日期在左侧，较晚的日期在右侧。</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>要找什么</translation>
  </message>
  <message>
   <source>{size} m</source>
   <translation>{size} 米</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>区域</translation>
  </message>
  <message>
   <source>Zoom to the region</source>
   <translation>缩放至该区域</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>接受区域（A）</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>拒绝区域（R）</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>撤销 (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Search for more like this</source>
   <translation>搜索更多类似区域</translation>
  </message>
  <message>
   <source>Regions appear here, best first.</source>
   <translation>区域将显示在这里，最好的在前。</translation>
  </message>
  <message>
   <source>Enter: next region, and the map follows</source>
   <translation>回车键：下一个区域，地图随之移动</translation>
  </message>
  <message>
   <source>A: accept, R: reject</source>
   <translation>A：接受，R：拒绝</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>区域 {rank}，相关度 {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>{size} 米区域，余弦 {score}</translation>
  </message>
  <message>
   <source>Below the threshold: candidate</source>
   <translation>低于阈值：候选</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>已接受</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>已拒绝</translation>
  </message>
  <message>
   <source>Save this search</source>
   <translation>保存此搜索</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>栅格图层</translation>
  </message>
  <message>
   <source>All rasters in their folders, including later ones</source>
   <translation>其文件夹中的所有栅格，包括以后添加的</translation>
  </message>
  <message>
   <source>The server runs it automatically while it is running</source>
   <translation>服务器运行期间会自动执行</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>频率</translation>
  </message>
  <message>
   <source>Only manually</source>
   <translation>仅手动</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>每小时</translation>
  </message>
  <message>
   <source>Every day</source>
   <translation>每天</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>每周</translation>
  </message>
  <message>
   <source>Concepts and saved searches</source>
   <translation>概念和已保存的搜索</translation>
  </message>
  <message>
   <source>Save the marks as a concept ...</source>
   <translation>将标记保存为概念 ...</translation>
  </message>
  <message>
   <source>Save this search ...</source>
   <translation>保存此搜索 ...</translation>
  </message>
  <message>
   <source>Show everything saved</source>
   <translation>显示所有已保存的内容</translation>
  </message>
  <message>
   <source>No concept is saved yet</source>
   <translation>尚未保存概念</translation>
  </message>
  <message>
   <source>Save the marks as a concept</source>
   <translation>将标记保存为概念</translation>
  </message>
  <message>
   <source>{name} is saved. Regions so far: {count}.</source>
   <translation>{name} 已保存。目前的区域数：{count}。</translation>
  </message>
  <message>
   <source>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</source>
   <translation>{name}：新增 {new}，消失 {gone}，未变 {unchanged}。{layers} 个图层中有 {looked_at} 个发生了变化。</translation>
  </message>
  <message>
   <source>Name of the concept</source>
   <translation>概念名称</translation>
  </message>
  <message>
   <source>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</source>
   <translation>{name} 已保存：由 {accepted} 个接受和 {rejected} 个拒绝的区域训练而成。</translation>
  </message>
  <message>
   <source>Import concepts</source>
   <translation>导入概念</translation>
  </message>
  <message>
   <source>Concepts (*.tlx)</source>
   <translation>概念 (*.tlx)</translation>
  </message>
  <message>
   <source>Export the concept</source>
   <translation>导出概念</translation>
  </message>
  <message>
   <source>{name} was exported to {file}.</source>
   <translation>{name} 已导出到 {file}。</translation>
  </message>
  <message>
   <source>There is already a concept {name}. Replace it?</source>
   <translation>已有概念 {name}。要替换吗？</translation>
  </message>
  <message>
   <source>Delete the concept {name}?</source>
   <translation>删除概念 {name}？</translation>
  </message>
  <message>
   <source>Delete the saved search {name}?</source>
   <translation>删除已保存的搜索 {name}？</translation>
  </message>
  <message>
   <source>Accept and reject regions, then save the marks as a concept with the button next to Search.</source>
   <translation>先接受和拒绝一些区域，再用“搜索”旁的按钮将标记保存为概念。</translation>
  </message>
  <message>
   <source>Save a search with the button next to Search, and run it again when there is new imagery.</source>
   <translation>用“搜索”旁的按钮保存搜索，有新影像时再次运行。</translation>
  </message>
  <message>
   <source>Concepts</source>
   <translation>概念</translation>
  </message>
  <message>
   <source>Search by the concept</source>
   <translation>按概念搜索</translation>
  </message>
  <message>
   <source>Add the concept to the classes</source>
   <translation>将概念添加到类别</translation>
  </message>
  <message>
   <source>Delete the concept</source>
   <translation>删除概念</translation>
  </message>
  <message>
   <source>Run the search again and show what is new</source>
   <translation>再次运行搜索并显示新增内容</translation>
  </message>
  <message>
   <source>Show the result of the server's last automatic run</source>
   <translation>显示服务器上次自动运行该搜索时找到的内容</translation>
  </message>
  <message>
   <source>Refresh the list of saved searches</source>
   <translation>刷新已保存搜索的列表</translation>
  </message>
  <message>
   <source>Delete the saved search</source>
   <translation>删除已保存的搜索</translation>
  </message>
  <message>
   <source>Run again</source>
   <translation>再次运行</translation>
  </message>
  <message>
   <source>One region was found.</source>
   <translation>找到 1 个区域。</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>已索引 {windows} 个窗口。</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>找到 {count} 个区域。</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>请先接受至少一个区域（A）。</translation>
  </message>
  <message>
   <source>The heat map has been added: the stronger the colour, the better the match.</source>
   <translation>热力图已加到地图上：颜色越深，匹配越好。</translation>
  </message>
  <message>
   <source>The best candidates are shown faded.</source>
   <translation>最佳候选以淡色显示。</translation>
  </message>
  <message>
   <source>but not … (car park; road)</source>
   <translation>但不要…（停车场；道路）</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>但不要</translation>
  </message>
  <message>
   <source>Things that look similar but are not wanted; separate phrases with semicolons</source>
   <translation>看起来相似但不是要找的；多个词语以分号分隔</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지 …</source>
   <translation>要找什么：机场、저수지 …</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>所选要素</translation>
  </message>
  <message>
   <source>Drawn area</source>
   <translation>绘制的范围</translation>
  </message>
  <message>
   <source>Draw the area to search on the map</source>
   <translation>在地图上绘制要搜索的范围</translation>
  </message>
  <message>
   <source>Selected features of the active polygon layer</source>
   <translation>当前多边形图层中的所选要素</translation>
  </message>
  <message>
   <source>Side length of the regions on the ground in metres; several values are allowed</source>
   <translation>区域在地面上的边长（米）；可以写多个</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>区域的形状</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>相关度</translation>
  </message>
  <message>
   <source>Hides less relevant regions in the list and on the map</source>
   <translation>在列表和地图上隐藏相关度更低的结果</translation>
  </message>
  <message>
   <source>Filter regions</source>
   <translation>筛选区域</translation>
  </message>
  <message>
   <source>Sort regions</source>
   <translation>排序区域</translation>
  </message>
  <message>
   <source>Gallery of large images</source>
   <translation>大图图库</translation>
  </message>
  <message>
   <source>Zoom back to the searched area</source>
   <translation>缩放回搜索范围</translation>
  </message>
  <message>
   <source>Heat map: how well each place matches</source>
   <translation>热力图：每个位置的匹配程度</translation>
  </message>
  <message>
   <source>Search again, with the accepted and rejected regions as examples</source>
   <translation>以已接受和已拒绝的区域为示例再次搜索</translation>
  </message>
  <message>
   <source>More like the accepted ones</source>
   <translation>查找更多类似区域</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>导出已接受的区域</translation>
  </message>
  <message>
   <source>from {percent} %: {shown} of {count}</source>
   <translation>{percent} % 以上：{shown} / {count}</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>位置</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>合并</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>单个窗口</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>轮廓</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>大小</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>形状</translation>
  </message>
  <message>
   <source>All regions</source>
   <translation>所有区域</translation>
  </message>
  <message>
   <source>Unmarked</source>
   <translation>尚未标记</translation>
  </message>
  <message>
   <source>Best first</source>
   <translation>最佳优先</translation>
  </message>
  <message>
   <source>Accepted first</source>
   <translation>已接受的优先</translation>
  </message>
  <message>
   <source>or other words</source>
   <translation>或其他词语</translation>
  </message>
  <message>
   <source>One accepted region was exported to {file}.</source>
   <translation>已将 1 个已接受的区域导出到 {file}。</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported to {file}.</source>
   <translation>已将 {count} 个已接受的区域导出到 {file}。</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>在地图中搜索 {what}</translation>
  </message>
  <message>
   <source>Matching names</source>
   <translation>匹配的名称</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>用文字搜索此图层</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>为此图层加标签</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>索引此图层</translation>
  </message>
  <message>
   <source>Region sizes in metres, separated by commas</source>
   <translation>区域大小（米），以逗号分隔</translation>
  </message>
  <message>
   <source>Pixel size in metres if the layer has to be rendered</source>
   <translation>需要绘制图层时的像素大小（米）</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>栅格图层</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>范围</translation>
  </message>
  <message>
   <source>The extent does not intersect the layer {name}.</source>
   <translation>范围与图层 {name} 不相交。</translation>
  </message>
  <message>
   <source>{text} is not a list of numbers: write it like 100, 200.</source>
   <translation>{text} 不是数字列表：请写成 100, 200 的形式。</translation>
  </message>
  <message>
   <source>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</source>
   <translation>查找文本所指、在较晚图层中有而在同一地点较早图层中没有的事物，或相反：新建的建筑、消失的森林。两个图层的分辨率和坐标系可以不同；季节、光照以及几个像素的偏移不算变化。</translation>
  </message>
  <message>
   <source>From the text, otherwise both</source>
   <translation>按文本所述，否则两者</translation>
  </message>
  <message>
   <source>Appeared</source>
   <translation>新出现</translation>
  </message>
  <message>
   <source>Disappeared</source>
   <translation>已消失</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>两者</translation>
  </message>
  <message>
   <source>Change heat map</source>
   <translation>变化图</translation>
  </message>
  <message>
   <source>Raster layer of the earlier date</source>
   <translation>较早时期的栅格图层</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>方向</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>区域数</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>将标签与参考比较</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</source>
   <translation>将加了标签的多边形与参考图层比较：混淆矩阵、总体精度、kappa、各类别的精确率、召回率和 F1。按要素比较时，参考多边形取其内部一点处多边形的标签；按面积比较时，统计两者重叠的面积，以参考图层坐标系的平方单位计。</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>标签与参考</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>精度</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>平均 F1</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>已比较</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>混淆矩阵</translation>
  </message>
  <message>
   <source>Rows are the reference, columns the labels; the darker, the larger the share of the row.</source>
   <translation>行是参考，列是标签；颜色越深，在该行中所占比例越大。</translation>
  </message>
  <message>
   <source>By class</source>
   <translation>按类别</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>精确率</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>召回率</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>参考</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>按要素</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>按面积</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>报告</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>精度 {accuracy}，平均 F1 {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>标签字段</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>类别字段</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>统计方式</translation>
  </message>
  <message>
   <source>Labels and reference do not overlap: check both layers.</source>
   <translation>标签与参考不重叠：请检查两个图层。</translation>
  </message>
  <message>
   <source>Give words or a concept, not both: a concept already contains the words it was taught with.</source>
   <translation>请给出文字或概念，不要两者都给：概念已包含训练它时所用的文字。</translation>
  </message>
  <message>
   <source>Type what to look for, or choose a concept.</source>
   <translation>请输入要查找的内容，或选择一个概念。</translation>
  </message>
  <message>
   <source>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</source>
   <translation>统计文本所指的事物（如汽车或泳池）在图层中或在区域图层每个多边形中的数量，并给出说明可靠程度的区间。对图层像素来说太小的事物会予以说明。</translation>
  </message>
  <message>
   <source>About {count}, probably {low} to {high}.</source>
   <translation>约 {count} 个，很可能为 {low} 到 {high} 个。</translation>
  </message>
  <message>
   <source>No number: the model is too unsure of what it sees. There may be {low} to {high}.</source>
   <translation>无法给出数量：模型对所见目标太不确定。可能有 {low} 到 {high} 个。</translation>
  </message>
  <message>
   <source>At least {low}: they may stand too close together to be counted one by one.</source>
   <translation>至少 {low} 个：它们可能靠得太近，无法逐个计数。</translation>
  </message>
  <message>
   <source>Zones</source>
   <translation>区域</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>对象</translation>
  </message>
  <message>
   <source>Expected count</source>
   <translation>预期数量</translation>
  </message>
  <message>
   <source>Give zones as polygons.</source>
   <translation>请以多边形给出区域。</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>相似度热力图</translation>
  </message>
  <message>
   <source>Maps how well each place of a layer matches a text, as a single-band raster.</source>
   <translation>绘制图层各处与文字的符合程度，为单波段栅格。</translation>
  </message>
  <message>
   <source>Or a taught concept</source>
   <translation>或一个训练过的概念</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>热力图</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>索引图层</translation>
  </message>
  <message>
   <source>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</source>
   <translation>为图层做准备，使搜索更快。中断后从停止处继续。</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>窗口</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>为要素加标签</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</source>
   <translation>根据栅格图层显示的内容，无需训练即为每个多边形给出一个指定类别。保留所有属性，并附加标签、得分、差距和最合适的三个类别。</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>加了标签的要素</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>没有预设 {name}：请从 {known} 中选择。</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>为栅格图层加标签</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</source>
   <translation>无需训练即为图层各处给出一个指定类别：结果为面，以及第二波段为置信度的栅格。类别可以是以分号分隔的名称、preset:NAME 或 CSV 文件。</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>低于此置信度则为“其他”</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>类别栅格</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>面</translation>
  </message>
  <message>
   <source>Concepts as additional classes</source>
   <translation>作为更多类别的概念</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>范围跨越 180 度经线：请一次为一侧加标签。</translation>
  </message>
  <message>
   <source>Run a saved search</source>
   <translation>运行已保存的搜索</translation>
  </message>
  <message>
   <source>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</source>
   <translation>只查看已保存搜索中自上次运行以来新增或有变化的图层，并说明哪些区域是新增的、消失的或未变的。搜索可在面板中保存，也可用算法“搜索多个图层”保存。</translation>
  </message>
  <message>
   <source>{new} new, {gone} gone, {unchanged} unchanged.</source>
   <translation>新增 {new}，消失 {gone}，未变 {unchanged}。</translation>
  </message>
  <message>
   <source>There is no saved search {name}: the server knows {known}.</source>
   <translation>没有已保存的搜索 {name}：服务器上有 {known}。</translation>
  </message>
  <message>
   <source>Name of the saved search</source>
   <translation>已保存搜索的名称</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>用文字搜索</translation>
  </message>
  <message>
   <source>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>以十种语言查找文字所指的区域，最好的在前。意义相同的词语以分号分隔。尚未索引的图层会先被索引。</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>合并的窗口</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>区域的形状</translation>
  </message>
  <message>
   <source>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</source>
   <translation>在多个栅格图层中查找文字所指的事物，并把所有图层的区域放入一个表中，最相关的在前，每个区域都标明其图层。无法搜索的图层会说明原因，其余图层照常搜索。</translation>
  </message>
  <message>
   <source>Save the search under this name</source>
   <translation>以此名称保存搜索</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>查找相似区域</translation>
  </message>
  <message>
   <source>Finds regions that look like the given polygons and unlike others. All polygons count.</source>
   <translation>查找与给定多边形相似、且与其他多边形不相似的区域。所有多边形都会计入。</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>示例</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>反例</translation>
  </message>
  <message>
   <source>{what}: at most {most} polygons are allowed, select some of them.</source>
   <translation>{what}：最多 {most} 个多边形，请选择其中一部分。</translation>
  </message>
  <message>
   <source>Words that describe the same thing</source>
   <translation>含义相同的词语</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with at least one polygon.</source>
   <translation>没有示例：请提供至少含一个多边形的图层。</translation>
  </message>
  <message>
   <source>Teach a concept</source>
   <translation>训练概念</translation>
  </message>
  <message>
   <source>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</source>
   <translation>从已接受和已拒绝的地点以及文字中学习所指的内容，并写成一个小文件：之后可在此图层和其他图层上按该概念搜索和标注。</translation>
  </message>
  <message>
   <source>Accepted places</source>
   <translation>已接受的地点</translation>
  </message>
  <message>
   <source>Rejected places</source>
   <translation>已拒绝的地点</translation>
  </message>
  <message>
   <source>Concept to continue teaching</source>
   <translation>要继续训练的概念</translation>
  </message>
  <message>
   <source>Concept</source>
   <translation>概念</translation>
  </message>
  <message>
   <source>There is nothing to learn from: give accepted or rejected places.</source>
   <translation>没有可学习的内容：请给出已接受或已拒绝的地点。</translation>
  </message>
  <message>
   <source>Airports and ports</source>
   <translation>机场与港口</translation>
  </message>
  <message>
   <source>CORINE land cover, level 1</source>
   <translation>CORINE 土地覆盖，一级</translation>
  </message>
  <message>
   <source>CORINE land cover, level 2</source>
   <translation>CORINE 土地覆盖，二级</translation>
  </message>
  <message>
   <source>Disaster damage</source>
   <translation>灾害损毁</translation>
  </message>
  <message>
   <source>EuroSAT</source>
   <translation>EuroSAT</translation>
  </message>
  <message>
   <source>RSICD scene labels</source>
   <translation>RSICD 场景标签</translation>
  </message>
  <message>
   <source>Rendered sample</source>
   <translation>渲染样例</translation>
  </message>
  <message>
   <source>UC Merced Land Use</source>
   <translation>UC Merced 土地利用</translation>
  </message>
 </context>
</TS>
