<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: see the end of its log.</source>
   <translation>로컬 서버가 시작되지 않았습니다. 로그 끝부분에서 이유를 확인하십시오.</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>서버를 기다리는 중</translation>
  </message>
  <message>
   <source>There is no terralex at {program}: choose another one.</source>
   <translation>{program}에 terralex가 없습니다. 다른 것을 고르십시오.</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the Terralex options.</source>
   <translation>로컬 서버가 설치되어 있지 않습니다. Terralex 옵션에서 설치하십시오.</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>{program}을(를) 시작할 수 없습니다.</translation>
  </message>
  <message>
   <source>Size of the indexes</source>
   <translation>색인의 크기</translation>
  </message>
  <message>
   <source>Deleting the indexes</source>
   <translation>색인을 삭제하는 중</translation>
  </message>
  <message>
   <source>New</source>
   <translation>새로 나타남</translation>
  </message>
  <message>
   <source>Gone</source>
   <translation>사라짐</translation>
  </message>
  <message>
   <source>Unchanged</source>
   <translation>변화 없음</translation>
  </message>
  <message>
   <source>The server's reply was incomplete: try again.</source>
   <translation>서버의 응답이 중간에 끊겼습니다. 다시 시도하십시오.</translation>
  </message>
  <message>
   <source>{file} is not a Terralex concept.</source>
   <translation>{file} 파일은 Terralex의 개념이 아닙니다.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be read: check that it exists.</source>
   <translation>개념 {file}을(를) 읽을 수 없습니다: 파일이 있는지 확인하십시오.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be written.</source>
   <translation>개념 {file}을(를) 그곳에 쓸 수 없습니다.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be deleted.</source>
   <translation>개념 {file}을(를) 삭제할 수 없습니다.</translation>
  </message>
  <message>
   <source>No server is set: enter its address in the Terralex options.</source>
   <translation>서버가 설정되지 않았습니다. Terralex 옵션에서 주소를 입력하십시오.</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url}은(는) 주소가 아닙니다. https://gpu.example.org:8765 와 같이 쓰십시오.</translation>
  </message>
  <message>
   <source>QGIS could not store the token: unlock the authentication database and try again.</source>
   <translation>QGIS가 토큰을 보관하지 못했습니다. 인증 데이터베이스의 잠금을 풀고 다시 시도하십시오.</translation>
  </message>
  <message>
   <source>The local server is not running: start it in the Terralex options.</source>
   <translation>로컬 서버가 실행되고 있지 않습니다. Terralex 옵션에서 시작하십시오.</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: restart the server in the options.</source>
   <translation>로컬 서버의 토큰을 읽을 수 없습니다. 옵션에서 서버를 다시 시작하십시오.</translation>
  </message>
  <message>
   <source>{percent} % indexed: a search indexes the rest</source>
   <translation>{percent} % 색인됨: 나머지는 검색할 때 색인합니다</translation>
  </message>
  <message>
   <source>QGIS renders this layer at {metres} m per pixel and sends the image.</source>
   <translation>QGIS가 이 레이어를 픽셀당 {metres} m로 그려 이미지를 보냅니다.</translation>
  </message>
  <message>
   <source>Indexed: searching here is fast</source>
   <translation>색인됨: 이곳의 검색은 금방 끝납니다</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>아직 색인되지 않음: 이곳의 첫 검색은 시간이 더 걸립니다</translation>
  </message>
  <message>
   <source>Index status</source>
   <translation>색인 상태</translation>
  </message>
  <message>
   <source>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</source>
   <translation>서버가 이 파일을 읽을 수 없습니다. QGIS가 픽셀당 {metres} m로 그려 이미지를 보냅니다.</translation>
  </message>
  <message>
   <source>{package} does not exist: choose a wheel file or a folder.</source>
   <translation>{package}이(가) 없습니다. 휠 파일이나 폴더를 선택하십시오.</translation>
  </message>
  <message>
   <source>Creating the environment</source>
   <translation>환경을 만드는 중</translation>
  </message>
  <message>
   <source>Installing PyTorch for CUDA</source>
   <translation>CUDA용 PyTorch를 설치하는 중</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>CPU용 PyTorch를 설치하는 중</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>Terralex를 설치하는 중</translation>
  </message>
  <message>
   <source>Loading the model once</source>
   <translation>모델을 한 번 불러오는 중</translation>
  </message>
  <message>
   <source>Make a polygon layer the active layer and select features in it.</source>
   <translation>폴리곤 레이어를 현재 레이어로 하고 그 안에서 객체를 선택하십시오.</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>{name}에서 선택된 것이 없습니다.</translation>
  </message>
  <message>
   <source>Choose at most {most} examples of each kind.</source>
   <translation>예시는 종류마다 최대 {most}개까지 고를 수 있습니다.</translation>
  </message>
  <message>
   <source>An example must be a polygon.</source>
   <translation>예시는 폴리곤이어야 합니다.</translation>
  </message>
  <message>
   <source>This location cannot be expressed in longitude and latitude.</source>
   <translation>이 위치에는 경도와 위도가 없습니다.</translation>
  </message>
  <message>
   <source>The map scale cannot be determined here: zoom in on the layer.</source>
   <translation>여기서는 지도의 축척을 알 수 없습니다. 레이어로 확대하십시오.</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>지도의 이 부분은 {crs}(으)로 나타낼 수 없습니다. 레이어로 확대하십시오.</translation>
  </message>
  <message>
   <source>Heat map: {what}</source>
   <translation>히트맵: {what}</translation>
  </message>
  <message>
   <source>A heat map needs words: type what to look for.</source>
   <translation>히트맵에는 단어가 필요합니다. 찾을 것을 입력하십시오.</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>색인: {what}</translation>
  </message>
  <message>
   <source>Removing the local server</source>
   <translation>로컬 서버를 제거하는 중</translation>
  </message>
  <message>
   <source>An installation is already running.</source>
   <translation>설치가 이미 진행 중입니다.</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>설치를 중단했습니다.</translation>
  </message>
  <message>
   <source>{what} failed: see the last lines of the log.</source>
   <translation>{what}: 실패했습니다. 로그의 마지막 줄에서 이유를 확인하십시오.</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>설치됨</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min left)</source>
   <translation>{message} (약 {minutes}분 남음)</translation>
  </message>
  <message>
   <source>Waiting in the queue</source>
   <translation>대기열에서 기다리는 중</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s left)</source>
   <translation>{message} (약 {seconds}초 남음)</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>서버에서 작업이 중단되었습니다.</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>취소되었습니다.</translation>
  </message>
  <message>
   <source>The server is not responding: trying again</source>
   <translation>서버가 응답하지 않습니다. 다시 시도하는 중</translation>
  </message>
  <message>
   <source>Choose a polygon layer with the features to label.</source>
   <translation>객체에 라벨을 붙일 폴리곤 레이어를 선택하십시오.</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>라벨을 가져오는 중</translation>
  </message>
  <message>
   <source>Add at least two classes.</source>
   <translation>클래스를 두 개 이상 입력하십시오.</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known columns are {known}.</source>
   <translation>{file}에 알 수 없는 열 {column}이(가) 있습니다. 사용할 수 있는 열: {known}.</translation>
  </message>
  <message>
   <source>The class {name} exists twice: rename one.</source>
   <translation>클래스 {name}이(가) 두 번 있습니다. 하나의 이름을 바꾸십시오.</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file} {line}행에 이름이 없습니다.</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</source>
   <translation>{file} {line}행: {colour}은(는) 색이 아닙니다. #3366cc 와 같이 쓰십시오.</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>라벨: {what}</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>객체가 레이어 {name} 밖에 있습니다.</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>레이어 {name}에 라벨을 붙일 폴리곤이 없습니다.</translation>
  </message>
  <message>
   <source>The server's result cannot be opened: try again.</source>
   <translation>서버의 결과를 열 수 없습니다. 다시 시도하십시오.</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>검색할 래스터 레이어를 선택하십시오.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its data source.</source>
   <translation>레이어 {name}을(를) 열 수 없습니다. 원본을 고치십시오.</translation>
  </message>
  <message>
   <source>The layer {name} has no CRS: set one.</source>
   <translation>레이어 {name}에 좌표계가 없습니다. 좌표계를 지정하십시오.</translation>
  </message>
  <message>
   <source>The server is assembling the image</source>
   <translation>서버가 이미지를 합치는 중</translation>
  </message>
  <message>
   <source>Sending the image of {name}</source>
   <translation>{name}의 이미지를 보내는 중</translation>
  </message>
  <message>
   <source>The layer {name} shows nothing here: check on the map whether its service is responding.</source>
   <translation>레이어 {name}에는 여기에 아무것도 없습니다. 서비스가 응답하는지 지도에서 확인하십시오.</translation>
  </message>
  <message>
   <source>The layer {name} has no extent of its own: search in the extent of the map.</source>
   <translation>레이어 {name}에는 자체 범위가 없습니다. 지도 범위에서 검색하십시오.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>레이어 {name}을(를) 그릴 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>The server could not assemble the image: try again.</source>
   <translation>서버가 이미지를 합치지 못했습니다. 다시 시도하십시오.</translation>
  </message>
  <message>
   <source>The server cannot read the file: sending its image instead</source>
   <translation>서버가 파일을 읽을 수 없어 이미지를 대신 보냅니다</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>{name}을(를) 보내는 중</translation>
  </message>
  <message>
   <source>Models on the server</source>
   <translation>서버의 모델</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</source>
   <translation>{have}백만 픽셀을 보내야 하지만 한도는 {most}백만입니다. 확대하거나 더 큰 영역을 선택하십시오.</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>테이블 {table}이(가) 없습니다</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>래스터가 아닙니다</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: set one in the Terralex options.</source>
   <translation>Python {least} 이상을 찾지 못했습니다. Terralex 옵션에서 지정하십시오.</translation>
  </message>
  <message>
   <source>Python {version} cannot make environments here: install python{version}-venv, then try again.</source>
   <translation>이 Python {version}은 환경을 만들 수 없습니다. python{version}-venv를 설치하고 다시 시도하십시오.</translation>
  </message>
  <message>
   <source>This plugin does not understand the server's reply: check that both have the same version.</source>
   <translation>이 플러그인이 이해할 수 없는 서버 응답입니다. 둘의 버전이 같습니까?</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>서버가 토큰을 받아들이지 않습니다. Terralex 옵션에서 다시 입력하십시오.</translation>
  </message>
  <message>
   <source>The server failed (500): see its log.</source>
   <translation>서버에 오류가 발생했습니다(500). 서버 로그에서 이유를 확인하십시오.</translation>
  </message>
  <message>
   <source>The server is not available ({status}): try again later.</source>
   <translation>서버를 사용할 수 없습니다({status}). 나중에 다시 시도하십시오.</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>서버가 요청을 거부했습니다({status}).</translation>
  </message>
  <message>
   <source>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</source>
   <translation>응답이 끊겼거나 JSON이 아닙니다. 이 주소에 Terralex 서버가 있습니까?</translation>
  </message>
  <message>
   <source>This is more than the server accepts at once: choose a smaller extent.</source>
   <translation>서버가 한 번에 받을 수 있는 양을 넘습니다. 더 작은 범위를 선택하십시오.</translation>
  </message>
  <message>
   <source>The layer with the regions has been removed: search again.</source>
   <translation>영역 레이어가 제거되었습니다. 다시 검색하십시오.</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>{file}을(를) 쓸 수 없습니다: {reason}.</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>다른 프로그램이 쓰고 있습니다</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>디스크가 가득 찼습니다</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>열 수 없습니다</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>권한이 없습니다</translation>
  </message>
  <message>
   <source>Draw an area on the map first.</source>
   <translation>먼저 지도에 범위를 그리십시오.</translation>
  </message>
  <message>
   <source>The layer {name} is outside this part of the map: zoom to it.</source>
   <translation>레이어 {name}은(는) 지도의 이 부분에 없습니다. 레이어로 이동하십시오.</translation>
  </message>
  <message>
   <source>The area lies outside the layer {name}.</source>
   <translation>범위가 레이어 {name} 밖에 있습니다.</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>선택한 객체가 레이어 {name} 밖에 있습니다.</translation>
  </message>
  <message>
   <source>Similar to the examples</source>
   <translation>예시와 비슷한 곳</translation>
  </message>
  <message>
   <source>Type what to look for, or mark an example on the map.</source>
   <translation>찾을 것을 입력하거나 지도에서 예시를 고르십시오.</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>검색: {what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>영역 {count}개를 쓰는 중</translation>
  </message>
  <message>
   <source>The server is preparing</source>
   <translation>서버가 준비하는 중</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>검색하는 중</translation>
  </message>
  <message>
   <source>Reading the class names</source>
   <translation>클래스 이름을 읽는 중</translation>
  </message>
  <message>
   <source>Reading the index</source>
   <translation>색인을 읽는 중</translation>
  </message>
  <message>
   <source>Placing windows over the features</source>
   <translation>객체 위에 창을 놓는 중</translation>
  </message>
  <message>
   <source>Comparing</source>
   <translation>비교하는 중</translation>
  </message>
  <message>
   <source>Labelling everything together</source>
   <translation>모두 함께 라벨을 붙이는 중</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>평활화</translation>
  </message>
  <message>
   <source>Labelling the area</source>
   <translation>범위에 라벨을 붙이는 중</translation>
  </message>
  <message>
   <source>Looking for gaps</source>
   <translation>빈 곳을 찾는 중</translation>
  </message>
  <message>
   <source>Writing the result</source>
   <translation>결과를 쓰는 중</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>완료</translation>
  </message>
  <message>
   <source>The server cannot read the layer.</source>
   <translation>서버가 레이어를 읽을 수 없습니다.</translation>
  </message>
  <message>
   <source>The layer is not georeferenced.</source>
   <translation>레이어에 좌표 정보가 없습니다.</translation>
  </message>
  <message>
   <source>The layer has no pixels here.</source>
   <translation>레이어의 이 부분에는 픽셀이 없습니다.</translation>
  </message>
  <message>
   <source>This lies outside the layer.</source>
   <translation>레이어 바깥입니다.</translation>
  </message>
  <message>
   <source>The server cannot use one of the values.</source>
   <translation>서버가 쓸 수 없는 값이 있습니다.</translation>
  </message>
  <message>
   <source>The concept was taught with another model: choose its model in the options.</source>
   <translation>이 개념은 다른 모델로 가르친 것입니다. 옵션에서 해당 모델을 선택하십시오.</translation>
  </message>
  <message>
   <source>There are no words to search for.</source>
   <translation>검색할 말이 없습니다.</translation>
  </message>
  <message>
   <source>The server does not have the model.</source>
   <translation>서버에 이 모델이 없습니다.</translation>
  </message>
  <message>
   <source>The index of the layer cannot be used.</source>
   <translation>레이어의 색인을 쓸 수 없습니다.</translation>
  </message>
  <message>
   <source>The server's disk is full.</source>
   <translation>서버의 디스크가 가득 찼습니다.</translation>
  </message>
  <message>
   <source>The server does not have enough memory for this.</source>
   <translation>서버의 메모리가 부족합니다.</translation>
  </message>
  <message>
   <source>The server is too busy: try again later.</source>
   <translation>서버에 작업이 너무 많습니다. 나중에 다시 시도하십시오.</translation>
  </message>
  <message>
   <source>The server no longer knows the layer: try again.</source>
   <translation>서버가 이 레이어를 더 이상 알지 못합니다. 다시 시도하십시오.</translation>
  </message>
  <message>
   <source>The server has no space left for images.</source>
   <translation>서버에 이미지를 둘 공간이 없습니다.</translation>
  </message>
  <message>
   <source>The server is not allowed to fetch this online layer.</source>
   <translation>서버가 이 온라인 레이어를 가져올 수 없습니다.</translation>
  </message>
  <message>
   <source>The server failed: see its log.</source>
   <translation>서버에 오류가 발생했습니다. 서버 로그에서 이유를 확인하십시오.</translation>
  </message>
  <message>
   <source>Indexing: {done} of {total} windows</source>
   <translation>색인하는 중: 창 {total}개 중 {done}개</translation>
  </message>
  <message>
   <source>{done} of {total} windows</source>
   <translation>창 {total}개 중 {done}개</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>로컬 서버의 크기</translation>
  </message>
  <message>
   <source>An error occurred in the plugin: {error}.</source>
   <translation>플러그인 안에서 문제가 생겼습니다: {error}.</translation>
  </message>
  <message>
   <source>Teach: {what}</source>
   <translation>가르치기: {what}</translation>
  </message>
  <message>
   <source>There is nothing to learn from: accept or reject a region first.</source>
   <translation>배울 내용이 없습니다. 먼저 영역을 수락하거나 거부하십시오.</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>범위가 날짜변경선을 지납니다. 한쪽씩 그리십시오.</translation>
  </message>
  <message>
   <source>Thumbnails of the regions</source>
   <translation>영역의 이미지</translation>
  </message>
  <message>
   <source>The server at {url} did not respond in time: check whether it is busy.</source>
   <translation>서버 {url}이(가) 제때 응답하지 않았습니다. 바쁜지 확인하십시오.</translation>
  </message>
  <message>
   <source>The server at {url} does not respond: {reason}.</source>
   <translation>{url}의 서버가 응답하지 않습니다: {reason}.</translation>
  </message>
  <message>
   <source>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</source>
   <translation>{metres} m 창은 너무 커서 “{words}”을(를) 잘 보여 줄 수 없습니다. 더 작은 범위나 더 작은 창을 선택하십시오.</translation>
  </message>
  <message>
   <source>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</source>
   <translation>관련도 {least} %에 이르는 것이 없습니다(가장 높은 것이 {best} %): 다른 말을 쓰거나 옵션에서 기준값을 낮추십시오.</translation>
  </message>
  <message>
   <source>Pixels of {metres} m are too coarse to show “{words}” well.</source>
   <translation>{metres} m 픽셀은 너무 거칠어서 “{words}”을(를) 잘 보여 줄 수 없습니다.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”. The nearest known words: {nearest}.</source>
   <translation>모델이 모르는 말입니다: “{words}”. 모델이 아는 가장 가까운 말: {nearest}.</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>충분히 관련된 것이 없습니다. 다른 말을 쓰거나 옵션에서 기준값을 낮추십시오.</translation>
  </message>
  <message>
   <source>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</source>
   <translation>이곳에는 “{words}”와(과) 비슷한 것이 없습니다. 가장 높은 관련도는 {best} %입니다.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”: try other words.</source>
   <translation>모델이 모르는 말입니다: “{words}”. 다른 말을 쓰십시오.</translation>
  </message>
  <message>
   <source>Only words or a concept can be saved as a search: type what to look for.</source>
   <translation>단어나 개념만 검색으로 저장할 수 있습니다. 찾을 내용을 입력하십시오.</translation>
  </message>
  <message>
   <source>Saved searches</source>
   <translation>저장된 검색</translation>
  </message>
  <message>
   <source>Saved search: {what}</source>
   <translation>저장된 검색: {what}</translation>
  </message>
  <message>
   <source>Choose at least one raster layer.</source>
   <translation>래스터 레이어를 하나 이상 선택하십시오.</translation>
  </message>
  <message>
   <source>More tools for this layer</source>
   <translation>이 레이어를 위한 도구 더 보기</translation>
  </message>
  <message>
   <source>Compare two dates</source>
   <translation>두 시점 비교</translation>
  </message>
  <message>
   <source>Count objects</source>
   <translation>개수 세기</translation>
  </message>
  <message>
   <source>Search many layers</source>
   <translation>여러 레이어 검색</translation>
  </message>
  <message>
   <source>The Processing plugin is off: enable it in the plugin manager.</source>
   <translation>공간 처리 플러그인이 꺼져 있습니다. 플러그인 관리자에서 켜십시오.</translation>
  </message>
  <message>
   <source>{area} m²</source>
   <translation>{area} m²</translation>
  </message>
  <message>
   <source>mean confidence {percent} %</source>
   <translation>평균 신뢰도 {percent} %</translation>
  </message>
  <message>
   <source>{area} km²</source>
   <translation>{area} km²</translation>
  </message>
  <message>
   <source>{area} ha</source>
   <translation>{area} ha</translation>
  </message>
  <message>
   <source>Remove the local server? Indexes and results are kept.</source>
   <translation>로컬 서버를 제거할까요? 색인과 결과는 남습니다.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>시작</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>중지</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>다시 시작</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>설치</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>취소</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>진행 상황</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>로그</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>첫 검색과 함께 시작</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>홈 폴더</translation>
  </message>
  <message>
   <source>Folders the server can read, separated by {mark}</source>
   <translation>서버가 읽을 수 있는 폴더({mark}(으)로 구분)</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>실행 장치</translation>
  </message>
  <message>
   <source>Readable folders</source>
   <translation>읽을 수 있는 폴더</translation>
  </message>
  <message>
   <source>A wheel file, a source folder, or a package name</source>
   <translation>휠 파일, 소스 폴더 또는 패키지 이름</translation>
  </message>
  <message>
   <source>detected automatically</source>
   <translation>자동으로 찾음</translation>
  </message>
  <message>
   <source>The Python used to create the server's environment</source>
   <translation>서버 환경을 만들 Python</translation>
  </message>
  <message>
   <source>the plugin's own</source>
   <translation>플러그인이 설치한 것</translation>
  </message>
  <message>
   <source>A terralex that is there already: its program, or the folder of its environment</source>
   <translation>이미 있는 terralex: 그 프로그램이나 환경 폴더</translation>
  </message>
  <message>
   <source>Existing Terralex</source>
   <translation>기존 Terralex</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>설치 원본</translation>
  </message>
  <message>
   <source>Reinstall</source>
   <translation>다시 설치</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>제거</translation>
  </message>
  <message>
   <source>Installation</source>
   <translation>설치</translation>
  </message>
  <message>
   <source>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</source>
   <translation>설치되지 않음: Python 3.11 이상과 약 {size} GB가 필요합니다. {free} GB가 비어 있습니다.</translation>
  </message>
  <message>
   <source>{size} GB</source>
   <translation>{size} GB</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>선택</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>자동</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>CPU용 (작음)</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>CUDA용 (큼)</translation>
  </message>
  <message>
   <source>Installed, not running</source>
   <translation>설치됨, 실행 중 아님</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>시작하는 중…</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>실행 중</translation>
  </message>
  <message>
   <source>Texts that describe the class, separated by semicolons; the name alone is enough</source>
   <translation>클래스를 설명하는 글, 세미콜론으로 구분; 이름만으로도 충분합니다</translation>
  </message>
  <message>
   <source>your concept</source>
   <translation>내 개념</translation>
  </message>
  <message>
   <source>Double-click to change the colour</source>
   <translation>더블 클릭하여 색을 바꿉니다</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>클래스</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>설명</translation>
  </message>
  <message>
   <source>Choose a preset, open a CSV file, or add your own classes: a name is enough.</source>
   <translation>프리셋을 고르거나 CSV 파일을 열거나 클래스를 직접 추가하십시오. 이름만 있으면 됩니다.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>클래스</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>클래스의 색</translation>
  </message>
  <message>
   <source>Go back to words</source>
   <translation>단어로 돌아가기</translation>
  </message>
  <message>
   <source>Concept: {name}</source>
   <translation>개념: {name}</translation>
  </message>
  <message>
   <source>{accepted} accepted, {rejected} rejected, {model}</source>
   <translation>수락 {accepted}개, 거부 {rejected}개, {model}</translation>
  </message>
  <message>
   <source>{time}: {new} new, {gone} gone, {unchanged} unchanged</source>
   <translation>{time}: 새로 나타남 {new}, 사라짐 {gone}, 변화 없음 {unchanged}</translation>
  </message>
  <message>
   <source>not run yet</source>
   <translation>아직 실행하지 않음</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>중지하는 중</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>중지되었습니다.</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>로컬 서버를 시작하는 중</translation>
  </message>
  <message>
   <source>Contacting the server</source>
   <translation>서버에 요청하는 중</translation>
  </message>
  <message>
   <source>Let the server read this folder</source>
   <translation>서버가 이 폴더를 읽게 하기</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>텍스트로 지도 검색</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>검색</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>라벨</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>저장됨</translation>
  </message>
  <message>
   <source>Terralex options</source>
   <translation>Terralex 옵션</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>도움말</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>지도에서 예시 둘레에 상자를 그립니다</translation>
  </message>
  <message>
   <source>Draw a box around a counter-example on the map</source>
   <translation>지도에서 반례에 상자 그리기</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>선택한 객체를 예시로 씁니다</translation>
  </message>
  <message>
   <source>Clear the examples</source>
   <translation>예시 지우기</translation>
  </message>
  <message>
   <source>Take the selected features as counter-examples</source>
   <translation>선택한 객체를 반례로 씁니다</translation>
  </message>
  <message>
   <source>This lies outside the layer {name}: draw the box on the layer.</source>
   <translation>레이어 {name} 바깥입니다. 레이어 위에 상자를 그리십시오.</translation>
  </message>
  <message>
   <source>Draw a box on the map</source>
   <translation>지도에 상자를 그리십시오</translation>
  </message>
  <message>
   <source>{like} positive, {unlike} negative examples</source>
   <translation>예시 {like}개, 반례 {unlike}개</translation>
  </message>
  <message>
   <source>Examples (optional)</source>
   <translation>예시 (선택 사항)</translation>
  </message>
  <message>
   <source>One class was found.</source>
   <translation>클래스 1개를 찾았습니다.</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>클래스 {count}개를 찾았습니다.</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>이 객체에는 라벨이 없습니다.</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what} (래스터)</translation>
  </message>
  <message>
   <source>The layer with the labels has been removed: label again.</source>
   <translation>라벨 레이어가 제거되었습니다. 라벨을 다시 붙이십시오.</translation>
  </message>
  <message>
   <source>This place has no label.</source>
   <translation>이 위치에는 라벨이 없습니다.</translation>
  </message>
  <message>
   <source>Own classes</source>
   <translation>직접 만든 클래스</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>라벨 붙이기</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>지도 범위</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>레이어 전체</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>폴리곤 레이어의 객체</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>선택한 것만</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>폴리곤</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>프리셋</translation>
  </message>
  <message>
   <source>Preset…</source>
   <translation>프리셋…</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>클래스 추가</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>선택한 클래스 제거</translation>
  </message>
  <message>
   <source>Load classes from CSV</source>
   <translation>CSV에서 클래스 열기</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>클래스를 CSV로 저장</translation>
  </message>
  <message>
   <source>Add one of your concepts as a class</source>
   <translation>내 개념을 클래스로 추가</translation>
  </message>
  <message>
   <source>Below this confidence (0 to 1), the label is "other"</source>
   <translation>신뢰도가 이 값(0~1)보다 낮으면 어느 클래스에도 속하지 않습니다</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>자동</translation>
  </message>
  <message>
   <source>Influence of overlapping windows on each other, from 0 to 1</source>
   <translation>겹치는 창들이 서로에게 미치는 비중(0~1)</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>모두 함께 라벨 붙이기</translation>
  </message>
  <message>
   <source>Transduction: windows support each other's classes; often better, sometimes worse</source>
   <translation>변환 추론: 창들이 서로의 클래스를 정하는 데 도움을 줍니다. 대개 더 낫지만 더 나쁠 때도 있습니다</translation>
  </message>
  <message>
   <source>More</source>
   <translation>더 보기</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it exists and is UTF-8.</source>
   <translation>{file}을(를) 읽을 수 없습니다. 파일이 있고 UTF-8인지 확인하십시오.</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>레이어</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>"기타" 기준</translation>
  </message>
  <message>
   <source>Save the area of each class as CSV</source>
   <translation>클래스별 면적을 CSV로 저장</translation>
  </message>
  <message>
   <source>Click features on the map to see their three best classes</source>
   <translation>지도에서 객체를 클릭하여 가장 알맞은 클래스 세 개를 봅니다</translation>
  </message>
  <message>
   <source>Three best classes on click</source>
   <translation>클릭하면 상위 클래스 세 개 보기</translation>
  </message>
  <message>
   <source>Draw areas paler where their class is less certain</source>
   <translation>클래스가 덜 확실한 곳을 옅게 그리기</translation>
  </message>
  <message>
   <source>Set up the server</source>
   <translation>서버 설정하기</translation>
  </message>
  <message>
   <source>Delete all indexes? The next search of each layer will take longer. Results are kept.</source>
   <translation>색인을 모두 삭제할까요? 각 레이어의 다음 검색은 다시 오래 걸립니다. 결과는 남습니다.</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>복사되었습니다.</translation>
  </message>
  <message>
   <source>The server responds and accepts the token.</source>
   <translation>서버가 응답하며 토큰을 받아들입니다.</translation>
  </message>
  <message>
   <source>Server default</source>
   <translation>서버 기본값</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>서버</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>이 컴퓨터</translation>
  </message>
  <message>
   <source>Another server, for example one with a GPU</source>
   <translation>다른 서버, 예를 들어 GPU가 있는 서버</translation>
  </message>
  <message>
   <source>As printed by terralex serve when it started</source>
   <translation>terralex serve를 시작할 때 표시된 값</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>주소</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>토큰</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>연결 시험</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>검색과 라벨</translation>
  </message>
  <message>
   <source>Same as QGIS</source>
   <translation>QGIS와 같게</translation>
  </message>
  <message>
   <source>Per search</source>
   <translation>검색 한 번에</translation>
  </message>
  <message>
   <source>Less relevant regions are not requested</source>
   <translation>관련도가 이보다 낮은 것은 요청하지 않습니다</translation>
  </message>
  <message>
   <source> million</source>
   <translation>백만</translation>
  </message>
  <message>
   <source>For layers that QGIS has to render for the server, such as online layers</source>
   <translation>온라인 레이어처럼 QGIS가 서버를 위해 그려야 하는 레이어에 적용</translation>
  </message>
  <message>
   <source>Takes effect when QGIS is restarted</source>
   <translation>QGIS를 다시 시작하면 적용됩니다</translation>
  </message>
  <message>
   <source>Stored on this machine</source>
   <translation>이 컴퓨터에 보관된 것</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>삭제</translation>
  </message>
  <message>
   <source>Delete indexes and images</source>
   <translation>색인과 이미지 삭제</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>검색 기록</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>지우기</translation>
  </message>
  <message>
   <source>Clear search history</source>
   <translation>검색 기록 지우기</translation>
  </message>
  <message>
   <source>Troubleshooting</source>
   <translation>문제 해결</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>진단 정보 복사</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths or secrets</source>
   <translation>버전, 설정, 로그. 경로와 비밀은 빠집니다</translation>
  </message>
  <message>
   <source>QGIS stores the token encrypted in its authentication database.</source>
   <translation>QGIS가 토큰을 암호화하여 인증 데이터베이스에 보관합니다.</translation>
  </message>
  <message>
   <source>Indexes and images of the local server</source>
   <translation>로컬 서버의 색인과 이미지</translation>
  </message>
  <message>
   <source>Indexes and images of the local server: {size} MB</source>
   <translation>로컬 서버의 색인과 이미지: {size} MB</translation>
  </message>
  <message>
   <source>The search history has been cleared.</source>
   <translation>검색 기록을 지웠습니다.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>모델</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>언어</translation>
  </message>
  <message>
   <source>Maximum regions</source>
   <translation>최대 영역 수</translation>
  </message>
  <message>
   <source>Minimum relevance</source>
   <translation>최소 관련도</translation>
  </message>
  <message>
   <source>Maximum pixels sent</source>
   <translation>보낼 최대 픽셀</translation>
  </message>
  <message>
   <source>Server time-out</source>
   <translation>서버 시간 제한</translation>
  </message>
  <message>
   <source>stored by QGIS</source>
   <translation>QGIS가 보관함</translation>
  </message>
  <message>
   <source>{title} (will be downloaded)</source>
   <translation>{title} (내려받을 예정)</translation>
  </message>
  <message>
   <source>Both dates side by side</source>
   <translation>두 시점 나란히</translation>
  </message>
  <message>
   <source>The earlier date is on the left, the later one on the right.</source>
   <translation>이전 시점은 왼쪽, 나중 시점은 오른쪽입니다.</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>찾을 것</translation>
  </message>
  <message>
   <source>{size} m</source>
   <translation>{size} m</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>영역</translation>
  </message>
  <message>
   <source>Zoom to the region</source>
   <translation>영역으로 확대</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>영역 수락 (A)</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>영역 거부 (R)</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>실행 취소 (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Search for more like this</source>
   <translation>비슷한 영역 더 찾기</translation>
  </message>
  <message>
   <source>Regions appear here, best first.</source>
   <translation>영역이 가장 좋은 것부터 여기에 나타납니다.</translation>
  </message>
  <message>
   <source>Enter: next region, and the map follows</source>
   <translation>Enter: 다음 영역으로, 지도도 따라갑니다</translation>
  </message>
  <message>
   <source>A: accept, R: reject</source>
   <translation>A: 수락, R: 거부</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>영역 {rank}, 관련도 {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>{size} m 영역, 코사인 {score}</translation>
  </message>
  <message>
   <source>Below the threshold: candidate</source>
   <translation>기준값 미만: 후보</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>수락됨</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>거부됨</translation>
  </message>
  <message>
   <source>Save this search</source>
   <translation>이 검색 저장</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>이름</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>래스터 레이어</translation>
  </message>
  <message>
   <source>All rasters in their folders, including later ones</source>
   <translation>해당 폴더의 모든 래스터(나중에 추가되는 것 포함)</translation>
  </message>
  <message>
   <source>The server runs it automatically while it is running</source>
   <translation>서버가 켜져 있는 동안 스스로 실행합니다</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>실행 주기</translation>
  </message>
  <message>
   <source>Only manually</source>
   <translation>직접 실행할 때만</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>매시간</translation>
  </message>
  <message>
   <source>Every day</source>
   <translation>매일</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>매주</translation>
  </message>
  <message>
   <source>Concepts and saved searches</source>
   <translation>개념과 저장된 검색</translation>
  </message>
  <message>
   <source>Save the marks as a concept ...</source>
   <translation>표시를 개념으로 저장 ...</translation>
  </message>
  <message>
   <source>Save this search ...</source>
   <translation>이 검색 저장 ...</translation>
  </message>
  <message>
   <source>Show everything saved</source>
   <translation>저장된 것 모두 보기</translation>
  </message>
  <message>
   <source>No concept is saved yet</source>
   <translation>저장된 개념이 아직 없습니다</translation>
  </message>
  <message>
   <source>Save the marks as a concept</source>
   <translation>표시를 개념으로 저장</translation>
  </message>
  <message>
   <source>{name} is saved. Regions so far: {count}.</source>
   <translation>{name} 저장됨. 지금까지의 영역: {count}.</translation>
  </message>
  <message>
   <source>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</source>
   <translation>{name}: 새로 나타남 {new}, 사라짐 {gone}, 변화 없음 {unchanged}. 레이어 {layers}개 중 {looked_at}개가 바뀌었습니다.</translation>
  </message>
  <message>
   <source>Name of the concept</source>
   <translation>개념 이름</translation>
  </message>
  <message>
   <source>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</source>
   <translation>{name} 저장됨: 수락 {accepted}개, 거부 {rejected}개로 가르쳤습니다.</translation>
  </message>
  <message>
   <source>Import concepts</source>
   <translation>개념 가져오기</translation>
  </message>
  <message>
   <source>Concepts (*.tlx)</source>
   <translation>개념 (*.tlx)</translation>
  </message>
  <message>
   <source>Export the concept</source>
   <translation>개념 내보내기</translation>
  </message>
  <message>
   <source>{name} was exported to {file}.</source>
   <translation>{name}을(를) {file}(으)로 내보냈습니다.</translation>
  </message>
  <message>
   <source>There is already a concept {name}. Replace it?</source>
   <translation>{name} 개념이 이미 있습니다. 바꿀까요?</translation>
  </message>
  <message>
   <source>Delete the concept {name}?</source>
   <translation>{name} 개념을 삭제할까요?</translation>
  </message>
  <message>
   <source>Delete the saved search {name}?</source>
   <translation>저장된 검색 {name}을(를) 삭제할까요?</translation>
  </message>
  <message>
   <source>Accept and reject regions, then save the marks as a concept with the button next to Search.</source>
   <translation>영역을 수락하고 거부한 다음 검색 옆 단추로 표시를 개념으로 저장하십시오.</translation>
  </message>
  <message>
   <source>Save a search with the button next to Search, and run it again when there is new imagery.</source>
   <translation>검색 옆 단추로 검색을 저장하고 새 영상이 생기면 다시 실행하십시오.</translation>
  </message>
  <message>
   <source>Concepts</source>
   <translation>개념</translation>
  </message>
  <message>
   <source>Search by the concept</source>
   <translation>개념으로 검색</translation>
  </message>
  <message>
   <source>Add the concept to the classes</source>
   <translation>개념을 클래스에 추가</translation>
  </message>
  <message>
   <source>Delete the concept</source>
   <translation>개념 삭제</translation>
  </message>
  <message>
   <source>Run the search again and show what is new</source>
   <translation>검색을 다시 실행하고 새로운 것 보기</translation>
  </message>
  <message>
   <source>Show the result of the server's last automatic run</source>
   <translation>서버가 마지막으로 스스로 실행했을 때 찾은 것 보기</translation>
  </message>
  <message>
   <source>Refresh the list of saved searches</source>
   <translation>저장된 검색 목록 새로 고침</translation>
  </message>
  <message>
   <source>Delete the saved search</source>
   <translation>저장된 검색 삭제</translation>
  </message>
  <message>
   <source>Run again</source>
   <translation>다시 실행</translation>
  </message>
  <message>
   <source>One region was found.</source>
   <translation>영역 1개를 찾았습니다.</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>창 {windows}개가 색인되었습니다.</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>영역 {count}개를 찾았습니다.</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>먼저 영역을 하나 이상 수락하십시오(A).</translation>
  </message>
  <message>
   <source>The heat map has been added: the stronger the colour, the better the match.</source>
   <translation>히트맵이 지도에 있습니다: 색이 진할수록 더 잘 맞습니다.</translation>
  </message>
  <message>
   <source>The best candidates are shown faded.</source>
   <translation>가장 좋은 후보는 흐리게 표시됩니다.</translation>
  </message>
  <message>
   <source>but not … (car park; road)</source>
   <translation>제외할 것 … (주차장; 도로)</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>제외할 것</translation>
  </message>
  <message>
   <source>Things that look similar but are not wanted; separate phrases with semicolons</source>
   <translation>비슷해 보이지만 찾지 않는 것. 여러 개는 세미콜론으로 구분합니다</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지 …</source>
   <translation>찾을 것: 공항, 저수지, airport …</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>선택한 객체</translation>
  </message>
  <message>
   <source>Drawn area</source>
   <translation>그린 범위</translation>
  </message>
  <message>
   <source>Draw the area to search on the map</source>
   <translation>검색할 범위를 지도에 그리기</translation>
  </message>
  <message>
   <source>Selected features of the active polygon layer</source>
   <translation>현재 폴리곤 레이어에서 선택한 객체</translation>
  </message>
  <message>
   <source>Side length of the regions on the ground in metres; several values are allowed</source>
   <translation>지상에서 영역 한 변의 길이(미터). 여러 개를 쓸 수 있습니다</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>영역의 모양</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>관련도</translation>
  </message>
  <message>
   <source>Hides less relevant regions in the list and on the map</source>
   <translation>관련도가 낮은 것을 목록과 지도에서 숨깁니다</translation>
  </message>
  <message>
   <source>Filter regions</source>
   <translation>영역 필터</translation>
  </message>
  <message>
   <source>Sort regions</source>
   <translation>영역 정렬</translation>
  </message>
  <message>
   <source>Gallery of large images</source>
   <translation>큰 이미지 갤러리</translation>
  </message>
  <message>
   <source>Zoom back to the searched area</source>
   <translation>검색한 범위로 돌아가기</translation>
  </message>
  <message>
   <source>Heat map: how well each place matches</source>
   <translation>히트맵: 각 위치가 얼마나 맞는지</translation>
  </message>
  <message>
   <source>Search again, with the accepted and rejected regions as examples</source>
   <translation>수락하고 거부한 영역을 예시로 삼아 다시 검색합니다</translation>
  </message>
  <message>
   <source>More like the accepted ones</source>
   <translation>비슷한 곳 더 찾기</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>수락한 영역 내보내기</translation>
  </message>
  <message>
   <source>from {percent} %: {shown} of {count}</source>
   <translation>{percent} % 이상: {count}개 중 {shown}개</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>위치</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>합침</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>개별 창</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>윤곽</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>크기</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>모양</translation>
  </message>
  <message>
   <source>All regions</source>
   <translation>모든 영역</translation>
  </message>
  <message>
   <source>Unmarked</source>
   <translation>아직 표시하지 않음</translation>
  </message>
  <message>
   <source>Best first</source>
   <translation>가장 좋은 것부터</translation>
  </message>
  <message>
   <source>Accepted first</source>
   <translation>수락한 것부터</translation>
  </message>
  <message>
   <source>or other words</source>
   <translation>또는 다른 단어</translation>
  </message>
  <message>
   <source>One accepted region was exported to {file}.</source>
   <translation>수락한 영역 1개를 {file}(으)로 내보냈습니다.</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported to {file}.</source>
   <translation>수락한 영역 {count}개를 {file}(으)로 내보냈습니다.</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>지도에서 {what} 검색</translation>
  </message>
  <message>
   <source>Matching names</source>
   <translation>일치하는 이름</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>이 레이어를 텍스트로 검색</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>이 레이어에 라벨 붙이기</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>이 레이어 색인</translation>
  </message>
  <message>
   <source>Region sizes in metres, separated by commas</source>
   <translation>영역 크기(미터), 쉼표로 구분</translation>
  </message>
  <message>
   <source>Pixel size in metres if the layer has to be rendered</source>
   <translation>레이어를 그려야 할 때의 픽셀 크기(미터)</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>래스터 레이어</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>범위</translation>
  </message>
  <message>
   <source>The extent does not intersect the layer {name}.</source>
   <translation>범위가 레이어 {name}과(와) 만나지 않습니다.</translation>
  </message>
  <message>
   <source>{text} is not a list of numbers: write it like 100, 200.</source>
   <translation>{text}은(는) 숫자 목록이 아닙니다. 100, 200 과 같이 쓰십시오.</translation>
  </message>
  <message>
   <source>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</source>
   <translation>텍스트가 가리키는 것 가운데 같은 장소의 이전 레이어에는 없고 이후 레이어에는 있는 것, 또는 그 반대를 찾습니다: 새 건물, 사라진 숲. 레이어의 해상도와 좌표계는 달라도 됩니다. 계절, 빛, 몇 픽셀의 어긋남은 변화로 보지 않습니다.</translation>
  </message>
  <message>
   <source>From the text, otherwise both</source>
   <translation>텍스트에 따라, 없으면 둘 다</translation>
  </message>
  <message>
   <source>Appeared</source>
   <translation>새로 나타남</translation>
  </message>
  <message>
   <source>Disappeared</source>
   <translation>사라짐</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>둘 다</translation>
  </message>
  <message>
   <source>Change heat map</source>
   <translation>변화 지도</translation>
  </message>
  <message>
   <source>Raster layer of the earlier date</source>
   <translation>이전 시점의 래스터 레이어</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>방향</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>영역 수</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>라벨을 기준과 비교</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</source>
   <translation>라벨이 붙은 폴리곤을 기준 레이어와 비교합니다: 혼동 행렬, 정확도, 카파, 클래스별 정밀도, 재현율, F1. 객체 기준에서는 기준 폴리곤 안의 한 점에 있는 폴리곤의 라벨을 씁니다. 면적 기준에서는 둘이 겹치는 면적을 기준 레이어 좌표계의 제곱 단위로 셉니다.</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>라벨과 기준</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>정확도</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>평균 F1</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>비교됨</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>혼동 행렬</translation>
  </message>
  <message>
   <source>Rows are the reference, columns the labels; the darker, the larger the share of the row.</source>
   <translation>행은 기준, 열은 라벨이며, 색이 짙을수록 그 행에서 차지하는 비율이 큽니다.</translation>
  </message>
  <message>
   <source>By class</source>
   <translation>클래스별</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>정밀도</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>재현율</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>기준</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>객체 기준</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>면적 기준</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>보고서</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>정확도 {accuracy}, 평균 F1 {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>라벨이 있는 필드</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>클래스가 있는 필드</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>세는 방법</translation>
  </message>
  <message>
   <source>Labels and reference do not overlap: check both layers.</source>
   <translation>라벨과 기준이 겹치지 않습니다. 두 레이어를 확인하십시오.</translation>
  </message>
  <message>
   <source>Give words or a concept, not both: a concept already contains the words it was taught with.</source>
   <translation>단어나 개념 중 하나만 주십시오: 개념에는 가르칠 때 쓴 단어가 들어 있습니다.</translation>
  </message>
  <message>
   <source>Type what to look for, or choose a concept.</source>
   <translation>찾을 것을 입력하거나 개념을 고르십시오.</translation>
  </message>
  <message>
   <source>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</source>
   <translation>텍스트가 가리키는 것(자동차나 수영장 등)을 레이어 전체 또는 구역 레이어의 폴리곤마다 세고, 그 수가 얼마나 확실한지 구간으로 알려 줍니다. 레이어의 픽셀에 비해 너무 작은 것은 그렇다고 알려 줍니다.</translation>
  </message>
  <message>
   <source>About {count}, probably {low} to {high}.</source>
   <translation>약 {count}개, 아마 {low}~{high}개.</translation>
  </message>
  <message>
   <source>No number: the model is too unsure of what it sees. There may be {low} to {high}.</source>
   <translation>개수를 말할 수 없습니다. 모델이 보는 것을 너무 확신하지 못합니다. {low}~{high}개일 수 있습니다.</translation>
  </message>
  <message>
   <source>At least {low}: they may stand too close together to be counted one by one.</source>
   <translation>최소 {low}개: 너무 가까이 모여 있어 하나씩 셀 수 없을 수 있습니다.</translation>
  </message>
  <message>
   <source>Zones</source>
   <translation>구역</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>객체</translation>
  </message>
  <message>
   <source>Expected count</source>
   <translation>예상 개수</translation>
  </message>
  <message>
   <source>Give zones as polygons.</source>
   <translation>구역을 폴리곤으로 지정하십시오.</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>유사도 히트맵</translation>
  </message>
  <message>
   <source>Maps how well each place of a layer matches a text, as a single-band raster.</source>
   <translation>레이어의 각 위치가 텍스트와 얼마나 맞는지 한 밴드 래스터로 그립니다.</translation>
  </message>
  <message>
   <source>Or a taught concept</source>
   <translation>또는 가르친 개념</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>히트맵</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>레이어 색인</translation>
  </message>
  <message>
   <source>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</source>
   <translation>레이어를 준비하여 검색이 금방 끝나게 합니다. 중단되면 멈춘 곳에서 이어집니다.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>창</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>객체에 라벨 붙이기</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</source>
   <translation>래스터 레이어가 보여 주는 것에 따라 학습 없이 각 폴리곤에 주어진 클래스 하나를 붙입니다. 모든 속성은 유지되고 라벨, 점수, 차이, 가장 알맞은 클래스 세 개가 더해집니다.</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>라벨이 붙은 객체</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>프리셋 {name}이(가) 없습니다. 다음에서 고르십시오: {known}.</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>래스터 레이어에 라벨 붙이기</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</source>
   <translation>학습 없이 레이어의 각 위치에 주어진 클래스 하나를 붙입니다. 결과는 구역과, 둘째 밴드가 신뢰도인 래스터입니다. 클래스는 세미콜론으로 나눈 이름, preset:NAME 또는 CSV 파일입니다.</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>이보다 낮으면 "기타"가 되는 신뢰도</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>클래스 래스터</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>구역</translation>
  </message>
  <message>
   <source>Concepts as additional classes</source>
   <translation>추가 클래스로 쓸 개념</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>범위가 날짜변경선을 지납니다. 한쪽씩 라벨을 붙이십시오.</translation>
  </message>
  <message>
   <source>Run a saved search</source>
   <translation>저장된 검색 실행</translation>
  </message>
  <message>
   <source>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</source>
   <translation>저장된 검색의 레이어 중 마지막 실행 뒤 새로 생겼거나 바뀐 것만 살펴보고, 어느 영역이 새로 나타났는지, 사라졌는지, 변화가 없는지 알려 줍니다. 검색은 패널이나 여러 레이어 검색 알고리즘으로 저장합니다.</translation>
  </message>
  <message>
   <source>{new} new, {gone} gone, {unchanged} unchanged.</source>
   <translation>새로 나타남 {new}, 사라짐 {gone}, 변화 없음 {unchanged}.</translation>
  </message>
  <message>
   <source>There is no saved search {name}: the server knows {known}.</source>
   <translation>저장된 검색 {name}이(가) 없습니다. 서버에 있는 것: {known}.</translation>
  </message>
  <message>
   <source>Name of the saved search</source>
   <translation>저장된 검색의 이름</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>텍스트로 검색</translation>
  </message>
  <message>
   <source>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>열 개 언어의 텍스트가 가리키는 영역을 레이어에서 찾아 가장 좋은 것부터 보여 줍니다. 같은 뜻의 말은 세미콜론으로 나눕니다. 아직 색인되지 않은 레이어는 먼저 색인합니다.</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>합친 창</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>영역의 모양</translation>
  </message>
  <message>
   <source>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</source>
   <translation>텍스트가 가리키는 것을 여러 래스터 레이어에서 찾아 모든 레이어의 영역을 하나의 표에 관련도 순으로 레이어 이름과 함께 담습니다. 검색할 수 없는 레이어가 있으면 이유를 알리고, 나머지 레이어는 그대로 검색합니다.</translation>
  </message>
  <message>
   <source>Save the search under this name</source>
   <translation>이 이름으로 검색 저장</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>비슷한 영역 찾기</translation>
  </message>
  <message>
   <source>Finds regions that look like the given polygons and unlike others. All polygons count.</source>
   <translation>주어진 폴리곤과 비슷하고 다른 폴리곤과는 다른 영역을 찾습니다. 모두 반영됩니다.</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>예시</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>반례</translation>
  </message>
  <message>
   <source>{what}: at most {most} polygons are allowed, select some of them.</source>
   <translation>{what}: 폴리곤은 최대 {most}개입니다. 일부를 선택하십시오.</translation>
  </message>
  <message>
   <source>Words that describe the same thing</source>
   <translation>같은 뜻의 말</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with at least one polygon.</source>
   <translation>예시가 없습니다. 폴리곤이 한 개 이상 있는 레이어를 주십시오.</translation>
  </message>
  <message>
   <source>Teach a concept</source>
   <translation>개념 가르치기</translation>
  </message>
  <message>
   <source>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</source>
   <translation>수락하거나 거부한 위치와 단어에서 무엇을 뜻하는지 배워 작은 파일로 씁니다. 그 개념으로 이 레이어와 다른 레이어에서 찾고 분류할 수 있습니다.</translation>
  </message>
  <message>
   <source>Accepted places</source>
   <translation>수락한 위치</translation>
  </message>
  <message>
   <source>Rejected places</source>
   <translation>거부한 위치</translation>
  </message>
  <message>
   <source>Concept to continue teaching</source>
   <translation>더 가르칠 개념</translation>
  </message>
  <message>
   <source>Concept</source>
   <translation>개념</translation>
  </message>
  <message>
   <source>There is nothing to learn from: give accepted or rejected places.</source>
   <translation>배울 것이 없습니다: 수락하거나 거부한 위치를 주십시오.</translation>
  </message>
  <message>
   <source>Airports and ports</source>
   <translation>공항과 항구</translation>
  </message>
  <message>
   <source>CORINE land cover, level 1</source>
   <translation>CORINE 토지 피복, 1단계</translation>
  </message>
  <message>
   <source>CORINE land cover, level 2</source>
   <translation>CORINE 토지 피복, 2단계</translation>
  </message>
  <message>
   <source>Disaster damage</source>
   <translation>재해 피해</translation>
  </message>
  <message>
   <source>EuroSAT</source>
   <translation>EuroSAT</translation>
  </message>
  <message>
   <source>RSICD scene labels</source>
   <translation>RSICD 장면 라벨</translation>
  </message>
  <message>
   <source>Rendered sample</source>
   <translation>렌더링된 견본</translation>
  </message>
  <message>
   <source>UC Merced Land Use</source>
   <translation>UC Merced 토지 이용</translation>
  </message>
 </context>
</TS>
